//! What a person does in the window again and again: opens a site, fills in a form, requests, revokes.

use crate::app::App;
use crate::waiting::until;
use crate::webdriver::{ENTER, Element};

impl App {
    /// Types the first letters of a site and opens its page.
    pub async fn open_site(&self, letters: &str, name: &str) {
        let search = self.window.the("searchbox", "Search sites").await;
        until("the site's page", async || {
            // The list may still be on its way: the search is answered as soon as it is there.
            search.fill(letters).await;
            self.window.press(&[ENTER]).await;
            self.window.all("heading", name).await.into_iter().next()
        })
        .await;
    }

    /// Requests access to the site whose page is open, and opens nothing.
    pub async fn request(&self, protocol: &str, minutes: &str) {
        self.window.the("button", "Request access").await.click().await;
        let dialog = self.window.the("dialog", "Request access").await;
        dialog.the("radio", protocol).await.check().await;
        fill_span(&dialog, minutes).await;
        dialog.the("button", "Request only").await.click().await;
        self.window.gone("dialog", "Request access").await;
    }

    /// Revokes the session or forward of a row, and says yes to the question.
    pub async fn revoke(&self, row: &str) {
        let table = self.window.the("table", "Sessions").await;
        table.the("row", row).await.the("button", "Revoke").await.click().await;
        let dialog = self.window.the("dialog", "Revoke session").await;
        dialog.the("button", "Revoke").await.click().await;
    }
}

/// Fills in for how long and from where, with the address that the sandbox takes connections to come from.
pub async fn fill_span(dialog: &Element, minutes: &str) {
    dialog.the("spinbutton", "Duration in minutes").await.fill(minutes).await;
    dialog.the("textbox", "Allowed source range").await.fill("203.0.113.42").await;
}
