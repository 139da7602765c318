//! Sites and what the policies say of them.

use super::routes::Route;
use super::{AltostratClient, ApiProblem, Urgency, convert};
use crate::domain::{PolicySet, Site, SiteId, TagSet};

/// The sites of a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteList {
    /// In the order of the API.
    pub sites: Vec<Site>,
    /// Entries that could not be read.
    pub skipped: u32,
}

impl AltostratClient {
    /// All sites. Where the full list does not exist, the short one is asked for.
    pub async fn list_sites(&self, urgency: Urgency) -> Result<SiteList, ApiProblem> {
        let mut patience = self.patience(urgency);
        let answer = match self.send(Route::Sites, None, &mut patience).await {
            Err(ApiProblem::NotFound { .. }) => self.send(Route::SitesMinimal, None, &mut patience).await?,
            other => other?,
        };
        let entries = convert::sites(&answer.body).ok_or(ApiProblem::UnreadableAnswer)?;
        Ok(SiteList { sites: entries.good, skipped: entries.skipped })
    }

    /// The sites the user opened last, newest first; none where the API keeps no such list.
    pub async fn recent_sites(&self, urgency: Urgency) -> Result<Vec<SiteId>, ApiProblem> {
        match self.send(Route::RecentSites, None, &mut self.patience(urgency)).await {
            Ok(answer) => {
                let entries = convert::sites(&answer.body).ok_or(ApiProblem::UnreadableAnswer)?;
                Ok(entries.good.into_iter().map(|site| site.id).collect())
            }
            Err(ApiProblem::NotFound { .. }) => Ok(Vec::new()),
            Err(problem) => Err(problem),
        }
    }

    /// One site.
    pub async fn site(&self, site: &SiteId, urgency: Urgency) -> Result<Site, ApiProblem> {
        let answer = self.send(Route::Site(site), None, &mut self.patience(urgency)).await?;
        convert::site(&answer.body).filter(|found| found.id == *site).ok_or(ApiProblem::UnreadableAnswer)
    }

    /// The control-plane policies. They only serve for warnings: a key that may not read them, or an API
    /// without them, gives an empty set.
    pub async fn policies(&self, urgency: Urgency) -> Result<PolicySet, ApiProblem> {
        match self.send(Route::Policies, None, &mut self.patience(urgency)).await {
            Ok(answer) => convert::policies(&answer.body).ok_or(ApiProblem::UnreadableAnswer),
            Err(ApiProblem::NotFound { .. } | ApiProblem::NotPermitted { .. }) => Ok(PolicySet::default()),
            Err(problem) => Err(problem),
        }
    }

    /// The tags of every site. They only serve for finding sites: a key that may not read them, or an API without
    /// them, gives none.
    pub async fn tags(&self, urgency: Urgency) -> Result<TagSet, ApiProblem> {
        match self.send(Route::Tags, None, &mut self.patience(urgency)).await {
            Ok(answer) => convert::tags(&answer.body).ok_or(ApiProblem::UnreadableAnswer),
            Err(ApiProblem::NotFound { .. } | ApiProblem::NotPermitted { .. }) => Ok(TagSet::default()),
            Err(problem) => Err(problem),
        }
    }
}
