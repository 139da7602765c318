//! Settings: checked, kept in memory whatever happens, and written to the file.

use std::path::PathBuf;

use super::effect::Effect;
use super::launcher::Choices;
use super::machine::Machine;
use crate::contract::{AppError, Field, FieldProblem, SettingsForm};
use crate::domain::{RangeProblem, SourceRange};
use crate::settings::SettingsProblem;
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
        self.settings.language = form.language;
        self.settings.theme = form.theme;
        self.settings.win_box_path = win_box_path;
        self.settings.notices = form.notices;
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

    pub(super) fn handle_settings_saved(&mut self, result: &Result<(), SettingsProblem>) {
        let problem = result.is_err().then_some(AppError::SettingsUnwritable);
        if problem != self.settings_problem {
            self.settings_problem = problem;
            self.dirty.settings = true;
        }
    }
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
