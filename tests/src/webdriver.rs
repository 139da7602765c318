//! A small WebDriver client (W3C WebDriver, as WebKitWebDriver speaks it): what the tests press and read.
//!
//! Elements are found as assistive technology finds them, by role and accessible name.

use std::time::Duration;

use serde_json::{Value, json};

use crate::waiting::until;

/// The Enter key, in the code points of the WebDriver standard.
pub const ENTER: &str = "\u{e007}";

const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A window under control.
#[derive(Clone)]
pub struct Window {
    http: reqwest::Client,
    base: String,
}

/// Something in the window.
#[derive(Clone)]
pub struct Element {
    window: Window,
    id: String,
}

/// What the driver refused.
#[derive(Debug)]
pub struct Refused(pub String);

type Answer<T> = Result<T, Refused>;

impl Window {
    /// Starts a session with the program at `binary`, through the driver at `driver`.
    pub async fn open(driver: &str, binary: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60)).build().unwrap();
        until("the WebDriver server to be ready", async || {
            let answer = http.get(format!("{driver}/status")).send().await.ok()?;
            answer.status().is_success().then_some(())
        })
        .await;
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": { "binary": binary, "args": [] }
        } } });
        let session = Self { http, base: format!("{driver}/session") };
        let answer =
            session.post("", &wanted).await.unwrap_or_else(|refused| panic!("no session: {}", refused.0));
        let id =
            answer["sessionId"].as_str().unwrap_or_else(|| panic!("no session id in {answer}")).to_owned();
        Self { base: format!("{}/{id}", session.base), ..session }
    }

    /// Ends the session, and with it the program.
    pub async fn close(&self) {
        let _ = self.http.delete(&self.base).send().await;
    }

    async fn post(&self, path: &str, body: &Value) -> Answer<Value> {
        let request = self
            .http
            .post(format!("{}{path}", self.base))
            .header("content-type", "application/json")
            .body(body.to_string());
        let text = async { request.send().await?.text().await };
        let text = text.await.map_err(|problem| Refused(problem.to_string()))?;
        let answer: Value = serde_json::from_str(&text).map_err(|problem| Refused(problem.to_string()))?;
        match answer["value"]["error"].as_str() {
            Some(error) => Err(Refused(format!("{error}: {}", answer["value"]["message"]))),
            None => Ok(answer["value"].clone()),
        }
    }

    /// Runs a script; elements among the arguments and the answer are references.
    pub async fn run(&self, script: &str, arguments: Value) -> Answer<Value> {
        self.post("/execute/sync", &json!({ "script": script, "args": arguments })).await
    }

    /// Everything that has this role and accessible name and is shown.
    pub async fn all(&self, role: &str, name: &str) -> Vec<Element> {
        let found = self.run(BY_ROLE, json!([role, name])).await;
        let list = found.ok().and_then(|found| found.as_array().cloned()).unwrap_or_default();
        let element =
            |value: &Value| Some(Element { window: self.clone(), id: value[ELEMENT].as_str()?.to_owned() });
        list.iter().filter_map(element).collect()
    }

    /// The first element with this role and name, waited for.
    pub async fn the(&self, role: &str, name: &str) -> Element {
        until(&format!("{role} {name:?}"), async || self.all(role, name).await.into_iter().next()).await
    }

    /// Waits until no element has this role and name.
    pub async fn gone(&self, role: &str, name: &str) {
        until(&format!("{role} {name:?} to go"), async || {
            self.all(role, name).await.is_empty().then_some(())
        })
        .await;
    }

    /// Waits until the page's text holds `words`.
    pub async fn says(&self, words: &str) {
        until(&format!("the window to say {words:?}"), async || {
            self.text().await.contains(words).then_some(())
        })
        .await;
    }

    /// The text of the page.
    pub async fn text(&self) -> String {
        let text = self.run("return document.body ? document.body.innerText : ''", json!([])).await;
        text.ok().and_then(|text| text.as_str().map(ToOwned::to_owned)).unwrap_or_default()
    }

    /// The page as it stands, with what the user typed into its fields.
    pub async fn source(&self) -> String {
        let script = "return document.documentElement.outerHTML + [...document.querySelectorAll('input')].map((field) => field.value).join()";
        let text = self.run(script, json!([])).await;
        text.ok().and_then(|text| text.as_str().map(ToOwned::to_owned)).unwrap_or_default()
    }

    /// Runs a script that answers with a promise: `granted: …` or `refused: …`.
    pub async fn outcome_of(&self, script: &str) -> String {
        let whole = format!(
            "const tell = arguments[0]; (async () => {{ {script} }})().then((value) => tell('granted: ' + JSON.stringify(value)), (fault) => tell('refused: ' + fault))"
        );
        let answer = self.post("/execute/async", &json!({ "script": whole, "args": [] })).await;
        match answer {
            Ok(answer) => answer.as_str().unwrap_or_default().to_owned(),
            Err(Refused(why)) => panic!("{script}: {why}"),
        }
    }

    /// Sends keys to whatever has the focus. Special keys are the code points of the WebDriver standard.
    pub async fn press(&self, keys: &[&str]) {
        let mut actions: Vec<Value> =
            keys.iter().map(|key| json!({ "type": "keyDown", "value": key })).collect();
        actions.extend(keys.iter().rev().map(|key| json!({ "type": "keyUp", "value": key })));
        let body = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] });
        self.post("/actions", &body).await.unwrap_or_else(|refused| panic!("keys {keys:?}: {}", refused.0));
    }

    /// Types a text into whatever has the focus, key by key.
    pub async fn type_text(&self, text: &str) {
        for character in text.chars() {
            self.press(&[&character.to_string()]).await;
        }
    }

    pub async fn resize(&self, width: u32, height: u32) {
        let body = json!({ "width": width, "height": height });
        self.post("/window/rect", &body).await.unwrap_or_else(|refused| panic!("resize: {}", refused.0));
    }

    /// A picture of the page, as PNG.
    pub async fn screenshot(&self) -> Vec<u8> {
        use base64::Engine as _;

        // What the page has become is on screen only after the next two frames.
        self.outcome_of("return new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(() => painted(true))))")
            .await;
        let answer = self.http.get(format!("{}/screenshot", self.base)).send().await.unwrap();
        let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let text = answer["value"].as_str().unwrap_or_else(|| panic!("no picture in {answer}"));
        base64::engine::general_purpose::STANDARD.decode(text).unwrap()
    }
}

impl Element {
    fn reference(&self) -> Value {
        json!({ ELEMENT: self.id })
    }

    async fn read(&self, script: &str) -> Answer<Value> {
        self.window.run(script, json!([self.reference()])).await
    }

    /// Clicks as a pointer does: the element must be on screen and not covered.
    pub async fn click(&self) {
        let path = format!("/element/{}/click", self.id);
        self.window.post(&path, &json!({})).await.unwrap_or_else(|refused| panic!("click: {}", refused.0));
    }

    /// Replaces the text of a field.
    pub async fn fill(&self, text: &str) {
        let path = format!("/element/{}", self.id);
        let refused = |refused: Refused| panic!("fill {text:?}: {}", refused.0);
        self.window.post(&format!("{path}/clear"), &json!({})).await.unwrap_or_else(refused);
        // WebKitWebDriver empties a field without the event that typing sends.
        let tell = "arguments[0].dispatchEvent(new Event('input', { bubbles: true }))";
        let _ = self.read(tell).await;
        // It drops a new line where no key makes it.
        let text = text.replace('\n', ENTER);
        if !text.is_empty() {
            self.window
                .post(&format!("{path}/value"), &json!({ "text": text }))
                .await
                .unwrap_or_else(refused);
        }
    }

    /// Chooses a radio button or checks a box, also one that a styled label stands in for.
    pub async fn check(&self) {
        let script = "if (!arguments[0].checked) (arguments[0].labels?.[0] ?? arguments[0]).click(); return arguments[0].checked";
        assert_eq!(
            self.read(script).await.map_err(|refused| refused.0),
            Ok(Value::Bool(true)),
            "it is not checked"
        );
    }

    /// Chooses the option of this value from a list.
    pub async fn choose(&self, value: &str) {
        let script = "const [list, value] = arguments; list.value = value; list.dispatchEvent(new Event('change', { bubbles: true })); return list.value";
        let chosen = self.window.run(script, json!([self.reference(), value])).await;
        assert_eq!(chosen.map_err(|refused| refused.0), Ok(json!(value)), "it is not an option");
    }

    pub async fn text(&self) -> String {
        let text = self.read("return arguments[0].innerText").await;
        text.ok().and_then(|text| text.as_str().map(ToOwned::to_owned)).unwrap_or_default()
    }

    pub async fn value(&self) -> String {
        let value = self.read("return arguments[0].value").await;
        value.ok().and_then(|value| value.as_str().map(ToOwned::to_owned)).unwrap_or_default()
    }

    /// What is said about the element where its `aria-describedby` points.
    pub async fn description(&self) -> String {
        let script = "return (arguments[0].getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.innerText ?? '').join(' ').trim()";
        let text = self.read(script).await;
        text.ok().and_then(|text| text.as_str().map(ToOwned::to_owned)).unwrap_or_default()
    }

    /// Whether the element is still part of the page.
    pub async fn is_there(&self) -> bool {
        self.read("return arguments[0].isConnected").await.is_ok_and(|there| there == true)
    }

    /// Elements with this role and name inside this one.
    pub async fn all(&self, role: &str, name: &str) -> Vec<Element> {
        let found = self.window.run(BY_ROLE, json!([role, name, self.reference()])).await;
        let list = found.ok().and_then(|found| found.as_array().cloned()).unwrap_or_default();
        let element = |value: &Value| {
            Some(Element { window: self.window.clone(), id: value[ELEMENT].as_str()?.to_owned() })
        };
        list.iter().filter_map(element).collect()
    }

    /// The first element with this role and name inside this one, waited for.
    pub async fn the(&self, role: &str, name: &str) -> Element {
        until(&format!("{role} {name:?} inside"), async || self.all(role, name).await.into_iter().next())
            .await
    }
}

/// Finds elements by role and accessible name. Covers the ways this window names things: `aria-label`,
/// `aria-labelledby`, `<label>`, text content and `title`.
const BY_ROLE: &str = include_str!("by_role.js");
