//! Starting WinBox: `<host:port> <login> <password>`, the only way it documents to be handed a session.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret as _, SecretString};

use super::plan::{Argument, Console, LaunchPlan};
use super::{Dial, EnvironmentChange};

/// A WinBox that was found, and how it is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WinBox {
    /// The program itself; also the snap, which takes the same arguments.
    Native(PathBuf),
    /// The Flatpak, by this `flatpak`.
    Flatpak(PathBuf),
    /// A Windows program, run by Wine.
    Wine { wine: PathBuf, exe: PathBuf },
}

impl WinBox {
    /// What the settings show as its path.
    pub fn path(&self) -> &Path {
        match self {
            Self::Native(path) | Self::Flatpak(path) | Self::Wine { exe: path, .. } => path,
        }
    }

    /// Plans its start on a session.
    pub fn plan(&self, dial: &Dial, environment: EnvironmentChange) -> LaunchPlan {
        let session = [
            Argument::plain(dial.entry_point.to_string()),
            Argument::plain(dial.login.as_str()),
            Argument::secret(dial.password.expose()),
        ];
        self.start(session.into(), environment)
    }

    /// Plans its start on nothing: it opens its own first window.
    pub fn plan_alone(&self, environment: EnvironmentChange) -> LaunchPlan {
        self.start(Vec::new(), environment)
    }

    fn start(&self, session: Vec<Argument>, environment: EnvironmentChange) -> LaunchPlan {
        let (program, mut arguments) = match self {
            Self::Native(path) => (path.clone(), Vec::new()),
            Self::Flatpak(flatpak) => {
                // The package's own start script passes its arguments on unquoted, which breaks passwords
                // with blanks and `*`: the program inside is named in its place.
                let before = ["run", "--command=/app/extra/WinBox", "com.mikrotik.WinBox"];
                (flatpak.clone(), before.map(Argument::plain).into())
            }
            Self::Wine { wine, exe } => (wine.clone(), vec![Argument::plain(exe)]),
        };
        arguments.extend(session);
        LaunchPlan { program, arguments, environment, console: Console::None, working_folder: self.folder() }
    }

    /// WinBox keeps updates beside itself; a Flatpak has no folder of its own outside.
    fn folder(&self) -> Option<PathBuf> {
        match self {
            Self::Native(path) | Self::Wine { exe: path, .. } => path.parent().map(Path::to_owned),
            Self::Flatpak(_) => None,
        }
    }
}

/// The system's own way to open a URL, present because something here handles its scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlOpener {
    /// Absolute path.
    pub program: PathBuf,
    /// What stands before the URL.
    pub before: Vec<&'static str>,
}

impl UrlOpener {
    pub fn plan(&self, dial: &Dial, environment: EnvironmentChange) -> LaunchPlan {
        self.plan_for(Argument::Secret(winbox_url(dial)), environment)
    }

    pub(super) fn plan_for(&self, url: Argument, environment: EnvironmentChange) -> LaunchPlan {
        let mut arguments: Vec<Argument> = self.before.iter().map(Argument::plain).collect();
        arguments.push(url);
        LaunchPlan {
            program: self.program.clone(),
            arguments,
            environment,
            console: Console::None,
            working_folder: None,
        }
    }
}

/// RFC 3986 "unreserved": these stand for themselves everywhere in a URL.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The session as `winbox://<login>:<password>@<host>:<port>`, every part percent-encoded.
///
/// MikroTik documents no such scheme; this is the form of the handlers that take a port and a password.
pub fn winbox_url(dial: &Dial) -> SecretString {
    let login = utf8_percent_encode(dial.login.as_str(), ENCODED);
    let password = utf8_percent_encode(dial.password.expose(), ENCODED).to_string();
    let password = SecretString::from(password);
    format!("winbox://{login}:{}@{}", password.expose_secret(), dial.entry_point).into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{EntryPoint, Host, Port, SessionPassword};
    use crate::launch::launchable::tests::{PASSWORD, dial};

    fn arguments(plan: &LaunchPlan) -> Vec<String> {
        plan.arguments.iter().map(|argument| argument.expose().unwrap().into_string().unwrap()).collect()
    }

    #[test]
    fn winbox_gets_address_login_and_password_as_three_arguments() {
        let plan = WinBox::Native("/opt/winbox4/WinBox".into()).plan(&dial(), EnvironmentChange::default());
        assert_eq!(plan.program, Path::new("/opt/winbox4/WinBox"));
        assert_eq!(arguments(&plan), ["edge-1.ostrat.io:40022", "transient-user-abc123", PASSWORD]);
        assert_eq!(plan.working_folder.as_deref(), Some(Path::new("/opt/winbox4")));
        assert!(!format!("{plan:?}").contains("canary"));
    }

    #[test]
    fn the_flatpak_is_started_past_its_unquoted_script() {
        let plan = WinBox::Flatpak("/usr/bin/flatpak".into()).plan(&dial(), EnvironmentChange::default());
        assert_eq!(
            arguments(&plan),
            [
                "run",
                "--command=/app/extra/WinBox",
                "com.mikrotik.WinBox",
                "edge-1.ostrat.io:40022",
                "transient-user-abc123",
                PASSWORD
            ]
        );
    }

    #[test]
    fn wine_gets_the_windows_program_first() {
        let wine = WinBox::Wine { wine: "/usr/bin/wine".into(), exe: "/home/u/winbox64.exe".into() };
        let plan = wine.plan(&dial(), EnvironmentChange::default());
        assert_eq!(
            arguments(&plan),
            ["/home/u/winbox64.exe", "edge-1.ostrat.io:40022", "transient-user-abc123", PASSWORD]
        );
    }

    #[test]
    fn an_ipv6_gateway_stands_in_brackets() {
        let entry_point =
            EntryPoint { host: Host::parse("2001:db8::1").unwrap(), port: Port::new(8_291).unwrap() };
        let dial = Dial { entry_point, ..dial() };
        let plan = WinBox::Native("/WinBox".into()).plan(&dial, EnvironmentChange::default());
        assert_eq!(arguments(&plan).first().map(String::as_str), Some("[2001:db8::1]:8291"));
        assert!(winbox_url(&dial).expose_secret().ends_with("@[2001:db8::1]:8291"));
    }

    #[test]
    fn the_url_is_built_anew_and_encoded() {
        assert_eq!(
            winbox_url(&dial()).expose_secret(),
            "winbox://transient-user-abc123:P%40ss%20w0rd%26%23%25canary%2F4711@edge-1.ostrat.io:40022"
        );
        let opener = UrlOpener { program: "/usr/bin/xdg-open".into(), before: Vec::new() };
        assert_eq!(opener.plan(&dial(), EnvironmentChange::default()).arguments.len(), 1);
    }

    proptest! {
        #[test]
        fn no_password_breaks_out_of_the_url(text in "[^\\x00-\\x1f\\x7f-\\u{9f}]{1,40}") {
            let password = SessionPassword::parse(text.clone().into()).unwrap();
            let url = url::Url::parse(winbox_url(&Dial { password, ..dial() }).expose_secret()).unwrap();
            prop_assert_eq!((url.host_str(), url.port()), (Some("edge-1.ostrat.io"), Some(40_022)));
            prop_assert_eq!(url.username(), "transient-user-abc123");
            let decoded = percent_encoding::percent_decode_str(url.password().unwrap()).decode_utf8().unwrap();
            prop_assert_eq!(decoded.as_ref(), text);
            prop_assert!(url.path().is_empty() && url.query().is_none() && url.fragment().is_none());
        }

        #[test]
        fn whatever_the_password_it_is_the_third_argument_alone(text in "[^\\x00-\\x1f\\x7f-\\u{9f}]{1,40}") {
            let password = SessionPassword::parse(text.clone().into()).unwrap();
            let plan = WinBox::Native("/WinBox".into())
                .plan(&Dial { password, ..dial() }, EnvironmentChange::default());
            prop_assert_eq!(
                arguments(&plan),
                ["edge-1.ostrat.io:40022".to_owned(), "transient-user-abc123".to_owned(), text]
            );
        }
    }
}
