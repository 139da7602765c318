//! Connects asked for by another program: they wait until the sites are known, and go the way of the tray then.

use tokio::sync::mpsc;

use super::connecting::Waiting;
use super::errands::{Aim, Asker, Outside, end_of};
use super::machine::Machine;
use crate::call::{End, News, NoSite, Order, find_site};
use crate::clock::Moment;
use crate::contract::{AppError, ConnectAnswer, PromptView, SignInPhase, SitesState};
use crate::domain::{Protocol, SiteId};

/// Orders that wait for the list of sites.
#[derive(Debug, Default)]
pub(super) struct Callers(Vec<Caller>);

#[derive(Debug)]
struct Caller {
    order: Order,
    outside: Outside,
    told: Option<&'static str>,
}

impl Machine {
    pub(super) fn take_order(&mut self, order: Order, news: mpsc::UnboundedSender<News>) {
        self.callers.0.push(Caller { order, outside: Outside::new(news), told: None });
    }

    /// Answers those who wait, as far as it is known what there is.
    pub(super) fn serve_callers(&mut self, now: Moment) {
        for mut caller in std::mem::take(&mut self.callers.0) {
            let wait = match self.account.phase {
                SignInPhase::WaitingForKeychain => "errand-keychain",
                SignInPhase::SigningIn => "errand-sites",
                SignInPhase::SignedOut => {
                    self.bring_up(PromptView::Site { site: None });
                    self.refuse(&caller.outside, &AppError::SignedOut);
                    continue;
                }
                SignInPhase::SignedIn => match (self.sites.state, self.sites.problem.clone()) {
                    (SitesState::Loading, _) => "errand-sites",
                    (SitesState::Failed, Some(problem)) => {
                        self.refuse(&caller.outside, &problem);
                        continue;
                    }
                    _ => {
                        self.serve(caller, now);
                        continue;
                    }
                },
            };
            if caller.told.replace(wait) != Some(wait) {
                caller.outside.tell(self.words().say(wait, &[]), None);
            }
            self.callers.0.push(caller);
        }
    }

    fn serve(&mut self, Caller { order, outside, .. }: Caller, now: Moment) {
        let site = match find_site(self.sites.list.iter(), &order.site) {
            Ok(site) => site.clone(),
            Err(NoSite::Unknown) => {
                let said = self.words().say("errand-no-site", &[("site", order.site.into())]);
                return outside.tell(said, Some(End::NoSuchSite));
            }
            Err(NoSite::Several { names, count }) => {
                let said = self.words().say(
                    "errand-several-sites",
                    &[
                        ("site", order.site.into()),
                        ("count", count.into()),
                        ("names", names.join("\n  ").into()),
                    ],
                );
                return outside.tell(said, Some(End::SeveralSites));
            }
        };
        let protocol = order.protocol.unwrap_or_else(|| self.request_defaults(&site).protocol);
        self.connect_site(site, protocol, Waiting::Outside { outside, minutes: order.minutes }, now);
    }

    pub(super) fn answer_outside(
        &mut self,
        outside: Outside,
        site: SiteId,
        protocol: Protocol,
        answer: Result<ConnectAnswer, AppError>,
    ) {
        match answer {
            Ok(ConnectAnswer::Reused { key } | ConnectAnswer::Requested { key }) => {
                self.presence.send_errand(key, Aim::Open, Asker::Outside(outside));
            }
            Ok(ConnectAnswer::FormNeeded) => {
                let said =
                    self.words().say("errand-form-needed", &[("site", self.sites.name_of(&site).into())]);
                self.bring_up(PromptView::RequestAccess { site, protocol });
                outside.tell(said, Some(End::FormNeeded));
            }
            Err(problem) => self.refuse(&outside, &problem),
        }
    }

    fn refuse(&self, outside: &Outside, problem: &AppError) {
        outside.tell(self.words().say_error(problem), Some(end_of(problem)));
    }
}
