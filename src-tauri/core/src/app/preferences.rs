//! Settings: checked, kept in memory whatever happens, and written to the file.

use std::path::PathBuf;

use super::effect::Effect;
use super::launcher::Choices;
use super::machine::Machine;
use crate::altostrat::AddressProblem;
use crate::contract::{AppError, Field, FieldProblem, PresetForm, SettingsForm};
use crate::domain::{Duration as Minutes, RangeProblem, SourceRange, WarnTime};
use crate::own_address::AddressService;
use crate::settings::{Preset, SettingsProblem};
use crate::text::Tongue;

impl Machine {
    pub(super) fn tongue(&self) -> Tongue {
        Tongue::choose(self.settings.language, &self.system_language)
    }

    /// The programs chosen in the settings.
    pub(super) fn choices(&self) -> Choices {
        Choices { win_box_path: self.settings.win_box_path.clone(), terminal: self.settings.terminal.clone() }
    }

    pub(super) fn save_settings(&mut self, form: SettingsForm) -> Result<(), AppError> {
        check_address(&form.my_address)?;
        let win_box_path = Some(form.win_box_path.trim()).filter(|path| !path.is_empty()).map(PathBuf::from);
        if win_box_path.as_ref().is_some_and(|path| !path.is_absolute()) {
            return Err(AppError::InvalidField {
                field: Field::WinBoxPath,
                problem: FieldProblem::NotAProgram,
            });
        }
        let address_service = read_address_service(&form.address_service)?;
        let preset = form.preset.map(read_preset).transpose()?;
        self.settings.language = form.language;
        self.settings.theme = form.theme;
        self.settings.win_box_path = win_box_path;
        self.settings.notices = form.notices;
        self.settings.warn_minutes = WarnTime::from_minutes(form.warn_minutes).unwrap_or_default();
        self.settings.quit = form.quit;
        self.settings.revoke_on_lock = form.revoke_on_lock;
        self.settings.revoke_on_sleep = form.revoke_on_sleep;
        self.settings.address_service = address_service;
        self.settings.watch_address = form.watch_address;
        if std::mem::replace(&mut self.settings.log_level, form.log_level) != form.log_level {
            self.effect(Effect::SetLogLevel(form.log_level));
        }
        self.book.set_warn_time(self.settings.warn_minutes);
        self.dirty.sessions = true;
        self.hold_sleep_if_wanted();
        if self.starts_with_system.is_some_and(|starts| starts != form.start_with_system) {
            self.wanted_start = Some(form.start_with_system);
            self.effect(Effect::SetStartWithSystem(form.start_with_system));
        }
        self.change_profile(|profile| profile.preset = preset);
        self.settings.terminal = Some(form.terminal).filter(|terminal| !terminal.is_empty());
        self.keep_my_address(&form.my_address);
        self.save();
        self.effect(Effect::Survey(self.choices()));
        Ok(())
    }

    pub(super) fn remember_my_address(&mut self, text: &str) -> Result<(), AppError> {
        check_address(text)?;
        self.keep_my_address(text);
        Ok(())
    }

    fn keep_my_address(&mut self, text: &str) {
        self.change_profile(|profile| {
            // Checked before; a text that is no range changes nothing.
            let _ = profile.set_my_address(text);
        });
        self.dirty.settings = true;
    }

    /// The system is asked again after each change: it has the last word.
    pub(super) fn handle_starts_with_system(&mut self, starts: Option<bool>) {
        self.starts_with_system = starts;
        let refused = self.wanted_start.take().is_some_and(|wanted| starts != Some(wanted));
        if refused {
            self.settings_problem = Some(AppError::StartWithSystemFailed);
        } else if self.settings_problem == Some(AppError::StartWithSystemFailed) {
            self.settings_problem = None;
        }
        self.dirty.settings = true;
    }

    pub(super) fn handle_settings_saved(&mut self, result: &Result<(), SettingsProblem>) {
        let problem = result.is_err().then_some(AppError::SettingsUnwritable);
        // What somebody else refused is not mended by writing this file.
        let of_others = [AppError::StartWithSystemFailed, AppError::HostKeysUnwritable];
        let of_system =
            problem.is_none() && self.settings_problem.as_ref().is_some_and(|told| of_others.contains(told));
        if problem != self.settings_problem && !of_system {
            self.settings_problem = problem;
            self.dirty.settings = true;
        }
    }
}

fn read_address_service(text: &str) -> Result<Option<String>, AppError> {
    match AddressService::parse(text) {
        Ok(service) => Ok(Some(service.as_str().to_owned())),
        Err(AddressProblem::Empty) => Ok(None),
        Err(problem) => Err(AppError::InvalidField { field: Field::AddressService, problem: problem.into() }),
    }
}

fn read_preset(form: PresetForm) -> Result<Preset, AppError> {
    let minutes = Minutes::from_minutes(form.minutes.into()).map_err(|problem| AppError::InvalidField {
        field: Field::PresetMinutes,
        problem: FieldProblem::Duration { problem },
    })?;
    Ok(Preset { protocol: form.protocol, minutes, full_access: form.full_access })
}

/// The user's own address may be empty: then none is known.
fn check_address(text: &str) -> Result<(), AppError> {
    match SourceRange::parse(text) {
        Ok(_) | Err(RangeProblem::Empty) => Ok(()),
        Err(problem) => {
            Err(AppError::InvalidField { field: Field::MyAddress, problem: FieldProblem::Range { problem } })
        }
    }
}
