//! Updates of the launcher itself. Nothing is looked for unless the build was given a key and an address: see
//! docs/releasing.md for what `plugins.updater` of `tauri.conf.json` must say.

use async_trait::async_trait;
use launcher_core::app::ports::{UpdateLook, Updates};
use serde_json::Value;
use tauri::utils::config::PluginConfig;
use tauri::{AppHandle, Runtime};
use tauri_plugin_updater::{Error, Update, UpdaterExt as _};
use tokio::sync::Mutex;

/// Name of the plugin in the configuration.
const PLUGIN: &str = "updater";

/// Whether updates may be looked for: there is a key, every address is https (or, in builds for development, any),
/// signatures must name the version they were made for, and no way around this is open.
pub fn are_configured(plugins: &PluginConfig) -> bool {
    let Some(config) = plugins.0.get(PLUGIN).and_then(Value::as_object) else { return false };
    let is_set = |name: &str| config.get(name).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    let endpoints: Vec<&str> = config
        .get("endpoints")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let is_safe = |address: &&str| address.starts_with("https://") || cfg!(debug_assertions);
    let has_a_way_around = config.iter().any(|(name, value)| {
        let name = name.replace('-', "").to_ascii_lowercase();
        (name.starts_with("dangerous") || name == "allowdowngrades") && *value != Value::Bool(false)
    });
    let is_sound = is_set("pubkey")
        && !endpoints.is_empty()
        && endpoints.iter().all(is_safe)
        && config.get("requireSignedVersion") == Some(&Value::Bool(true))
        && !has_a_way_around;
    if !is_sound {
        tracing::error!("updates are configured in a way that is not safe, and are off");
    }
    is_sound
}

/// Where newer launchers come from.
pub struct SignedUpdates<R: Runtime> {
    app: AppHandle<R>,
    found: Mutex<Option<Update>>,
}

impl<R: Runtime> SignedUpdates<R> {
    /// Readies it; `None` where updates are off.
    ///
    /// # Errors
    ///
    /// When the plugin refuses its configuration.
    pub fn ready(app: &AppHandle<R>) -> tauri::Result<Option<Self>> {
        if !are_configured(&app.config().plugins) {
            return Ok(None);
        }
        app.plugin(tauri_plugin_updater::Builder::new().build())?;
        Ok(Some(Self { app: app.clone(), found: Mutex::default() }))
    }

    /// The package that was found, once its signature and the version in it are checked.
    ///
    /// # Errors
    ///
    /// When nothing was found before, it cannot be fetched, or it is not what was signed.
    pub async fn package(&self) -> Result<(Update, Vec<u8>), Error> {
        let found = self.found.lock().await.clone().ok_or(Error::ReleaseNotFound)?;
        let bytes = found.download(|_, _| {}, || {}).await?;
        Ok((found, bytes))
    }

    async fn check(&self) -> Result<Option<Update>, Error> {
        match self.app.updater()?.check().await {
            // This kind of package is updated by whoever installed it: apt, dnf, or by hand.
            Err(Error::TargetNotFound(_) | Error::TargetsNotFound(_)) => Ok(None),
            answered => answered,
        }
    }
}

#[async_trait]
impl<R: Runtime> Updates for SignedUpdates<R> {
    async fn look(&self) -> UpdateLook {
        let found = match self.check().await {
            Ok(found) => found,
            Err(problem) => {
                tracing::warn!(%problem, "newer launchers could not be looked for");
                return UpdateLook::Failed;
            }
        };
        let version = found.as_ref().map(|update| update.version.clone());
        *self.found.lock().await = found;
        version.map_or(UpdateLook::Newest, UpdateLook::Newer)
    }

    async fn install(&self) -> bool {
        let installed = match self.package().await {
            // It may ask for a password, and on Windows it ends this program.
            Ok((update, bytes)) => tokio::task::spawn_blocking(move || update.install(bytes))
                .await
                .unwrap_or(Err(Error::ReleaseNotFound)),
            Err(problem) => Err(problem),
        };
        installed.inspect_err(|problem| tracing::error!(%problem, "the update was not installed")).is_ok()
    }

    fn restart(&self) {
        self.app.request_restart();
    }
}
