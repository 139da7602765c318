//! The yardstick of `cargo xtask bench`: a Tauri window of the launcher's size with an empty page, and nothing else.

use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .setup(|app| {
            #[expect(clippy::unwrap_used, reason = "a constant")]
            let empty = WebviewUrl::External("about:blank".parse().unwrap());
            WebviewWindowBuilder::new(app, "main", empty).inner_size(1_040.0, 680.0).build()?;
            Ok(())
        })
        .build(altostrat_launcher::context())?
        .run(|_, _| {});
    Ok(())
}
