//! The few sentences that Rust itself shows, from the same catalogue folder the window reads.

mod errors;

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use altostrat_ssh::wire::{TestTexts, Texts};

use crate::contract::Language;

const ENGLISH_OF_THE_WINDOW: &str = include_str!("../../../../ui/src/locales/en/app.ftl");
const ENGLISH: &str = concat!(
    include_str!("../../../../ui/src/locales/en/terminal.ftl"),
    include_str!("../../../../ui/src/locales/en/command-line.ftl"),
    include_str!("../../../../ui/src/locales/en/desktop.ftl"),
);
const ARABIC_OF_THE_WINDOW: &str = include_str!("../../../../ui/src/locales/ar/app.ftl");
const ARABIC: &str = concat!(
    include_str!("../../../../ui/src/locales/ar/terminal.ftl"),
    include_str!("../../../../ui/src/locales/ar/command-line.ftl"),
    include_str!("../../../../ui/src/locales/ar/desktop.ftl"),
);

/// A language the launcher speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    #[default]
    English,
    Arabic,
}

impl Tongue {
    /// The setting, else the language of the system, else English.
    pub fn choose(setting: Language, system: &str) -> Self {
        let of_system = || {
            let primary = system.split(['-', '_', '.']).next().unwrap_or_default();
            if primary.eq_ignore_ascii_case("ar") { Self::Arabic } else { Self::English }
        };
        match setting {
            Language::System => of_system(),
            Language::English => Self::English,
            Language::Arabic => Self::Arabic,
        }
    }

    /// The tag of BCP 47.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Arabic => "ar",
        }
    }

    fn id(self) -> LanguageIdentifier {
        self.code().parse().unwrap_or_default()
    }

    /// What Rust alone says, and what the window says as well.
    const fn sources(self) -> [&'static str; 2] {
        match self {
            Self::English => [ENGLISH, ENGLISH_OF_THE_WINDOW],
            Self::Arabic => [ARABIC, ARABIC_OF_THE_WINDOW],
        }
    }
}

/// The sentences of one language.
pub struct Catalogue(FluentBundle<FluentResource>);

impl Catalogue {
    /// The catalogue of a language, read when it is first asked for.
    pub fn of(tongue: Tongue) -> &'static Self {
        static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Tongue::English));
        static ARABIC: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Tongue::Arabic));
        match tongue {
            Tongue::English => &ENGLISH,
            Tongue::Arabic => &ARABIC,
        }
    }

    fn read(tongue: Tongue) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![tongue.id()]);
        // A terminal shows direction marks as boxes more often than it honours them.
        bundle.set_use_isolating(false);
        for source in tongue.sources() {
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, errors)| {
                tracing::error!(?errors, "a sentence of the catalogue cannot be read");
                resource
            });
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(?errors, "the catalogue names a sentence twice");
            }
        }
        Self(bundle)
    }

    /// The sentence named `key`; the key itself where there is none.
    pub fn say(&self, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        let Some(pattern) = self.0.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut values = FluentArgs::new();
        for (name, value) in arguments {
            values.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        self.0.format_pattern(pattern, Some(&values), &mut errors).into_owned()
    }
}

impl Catalogue {
    /// What the helper says inside a terminal.
    pub fn terminal_texts(&self) -> Texts {
        let say = |key| self.say(key, &[]);
        Texts {
            not_checked_in: say("terminal-not-checked-in"),
            login_refused: say("terminal-login-refused"),
            not_reachable: say("terminal-not-reachable"),
            session_ended: say("terminal-session-ended"),
            host_key_changed: say("terminal-host-key-changed"),
            old_host_key_only: say("terminal-old-host-key-only"),
            not_started: say("terminal-not-started"),
            unsafe_session: say("terminal-unsafe-session"),
            launcher_gone: say("terminal-launcher-gone"),
            connection_ended: say("terminal-connection-ended"),
            press_enter: say("terminal-press-enter"),
        }
    }

    /// What the helper says in a terminal that is tried out.
    pub fn test_texts(&self) -> TestTexts {
        TestTexts {
            it_works: self.say("terminal-it-works", &[]),
            press_enter: self.say("terminal-press-enter", &[]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_wins_over_the_system() {
        assert_eq!(Tongue::choose(Language::English, "ar-EG"), Tongue::English);
        assert_eq!(Tongue::choose(Language::System, "ar_SA.UTF-8"), Tongue::Arabic);
        assert_eq!(Tongue::choose(Language::System, "de-DE"), Tongue::English);
        assert_eq!(Tongue::choose(Language::System, ""), Tongue::English);
    }

    #[test]
    fn plurals_follow_the_language() {
        let say = |tongue, minutes: i32| {
            let arguments = [("site", "POP".into()), ("protocol", "SSH".into()), ("minutes", minutes.into())];
            Catalogue::of(tongue).say("notice-ends-soon", &arguments)
        };
        assert_eq!(say(Tongue::English, 1), "POP: SSH access ends in 1 minute");
        assert_eq!(say(Tongue::English, 10), "POP: SSH access ends in 10 minutes");
        assert!(say(Tongue::Arabic, 2).contains("دقيقتين"));
        assert!(say(Tongue::Arabic, 3).contains("3 دقائق"));
    }

    #[test]
    fn both_languages_have_the_same_sentences() {
        let keys = |source: &str| {
            let mut keys: Vec<String> = source
                .lines()
                .filter_map(|line| Some(line.split_once(" =")?.0.to_owned()))
                .filter(|key| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'))
                .collect();
            keys.sort();
            keys
        };
        assert_eq!(keys(ENGLISH), keys(ARABIC));
        assert!(!keys(ENGLISH).is_empty());
    }

    #[test]
    fn the_helper_says_the_same_when_it_cannot_ask() {
        assert_eq!(Catalogue::of(Tongue::English).terminal_texts(), Texts::default());
    }

    #[test]
    fn every_sentence_can_be_said() {
        for tongue in [Tongue::English, Tongue::Arabic] {
            let catalogue = Catalogue::of(tongue);
            for key in ENGLISH
                .lines()
                .filter_map(|line| Some(line.split_once(" =")?.0))
                .filter(|key| !key.starts_with(['#', ' ']))
            {
                let said = catalogue.say(
                    key,
                    &[
                        ("site", "Lagos POP".into()),
                        ("minutes", 3.into()),
                        ("count", 3.into()),
                        ("protocol", "SSH".into()),
                        ("program", "xterm".into()),
                        ("names", "Lagos POP".into()),
                    ],
                );
                assert!(said != key && !said.contains('{'), "{tongue:?}: {said}");
            }
        }
    }
}
