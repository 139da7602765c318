//! Numbers, and how they are taken inside the page.

use std::time::{SystemTime, UNIX_EPOCH};

use launcher_tests::waiting::until;
use launcher_tests::webdriver::Window;
use serde_json::json;

/// Milliseconds; moments count from the epoch.
pub(crate) type Millis = f64;

/// When the page became usable; `null` while it is not. The launcher marks it; an empty page is when it is there.
pub(crate) const USABLE: &str = "
    const mark = performance.getEntriesByName('usable')[0];
    if (mark) return performance.timeOrigin + mark.startTime;
    return location.href === 'about:blank' ? performance.timeOrigin : null;";

/// Types letters into the search and waits for the next frame each time.
const KEYSTROKES: &str = "
    window.taken = [];
    const field = document.getElementById('search');
    const letters = ['c', 'ca', 'cap', 'cape', 'cap', 'ca', 'c', '', '9', '99', '999', '99', '9', '', 'b', 'br', 'bra', 'bran'];
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    (async () => {
        const times = [];
        for (let round = 0; round < 4; round += 1) {
            for (const text of letters) {
                await frame();
                const start = performance.now();
                field.value = text;
                field.dispatchEvent(new InputEvent('input', { bubbles: true }));
                await frame();
                times.push(performance.now() - start);
            }
        }
        field.value = '';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        window.taken = times;
    })();";

/// Goes down the list with the arrow key and waits until the heading is the site's.
const SWITCHES: &str = "
    window.taken = [];
    const grid = document.getElementById('sites-grid');
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    (async () => {
        const times = [];
        grid.focus();
        for (let count = 0; count < 30; count += 1) {
            await frame();
            const before = document.querySelector('h1')?.textContent;
            const start = performance.now();
            grid.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
            while (document.querySelector('h1')?.textContent === before) await frame();
            times.push(performance.now() - start);
        }
        window.taken = times;
    })();";

async fn taken(window: &Window, script: &str) -> Vec<Millis> {
    window.run(script, json!([])).await.unwrap();
    until("the measurement", async || {
        let taken = window.run("return window.taken", json!([])).await.ok()?;
        let taken: Vec<Millis> = taken.as_array()?.iter().filter_map(serde_json::Value::as_f64).collect();
        Some(taken).filter(|taken| !taken.is_empty())
    })
    .await
}

pub(crate) async fn keystrokes(window: &Window) -> Vec<Millis> {
    taken(window, KEYSTROKES).await
}

pub(crate) async fn switches(window: &Window) -> Vec<Millis> {
    taken(window, SWITCHES).await
}

/// Presses the button of this name and says when.
pub(crate) async fn press_button(window: &Window, name: &str) -> Millis {
    window.the("button", name).await;
    let script = "
        const named = (button) => (button.getAttribute('aria-label') ?? button.textContent).trim().startsWith(arguments[0]);
        const button = [...document.querySelectorAll('button')].find(named);
        const when = performance.timeOrigin + performance.now();
        button.click();
        return when;";
    window.run(script, json!([name])).await.unwrap().as_f64().unwrap()
}

pub(crate) fn now() -> Millis {
    #[expect(clippy::disallowed_methods, reason = "the one clock that all processes of a measurement share")]
    let now = SystemTime::now();
    now.duration_since(UNIX_EPOCH).unwrap().as_secs_f64() * 1_000.0
}

fn sorted(values: &[Millis]) -> Vec<Millis> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}

fn median(values: &[Millis]) -> Millis {
    sorted(values)[values.len() / 2]
}

fn nearly_all(values: &[Millis]) -> Millis {
    sorted(values)[(values.len() * 95 / 100).min(values.len() - 1)]
}

/// One line for each measurement.
#[derive(Default)]
pub(crate) struct Report(Vec<[String; 4]>);

impl Report {
    fn line(&mut self, what: &str, found: String, target: String, is_met: bool) {
        let met = if is_met { "met" } else { "MISSED" };
        self.0.push([what.to_owned(), found, target, met.to_owned()]);
    }

    pub(crate) fn against(&mut self, what: &str, taken: &[Millis], bare: &[Millis], most: f64) {
        let (own, yardstick) = (median(taken), median(bare));
        let found = format!("{own:.0} ms, bare window {yardstick:.0} ms: {:.2} ×", own / yardstick);
        self.line(what, found, format!("≤ {most} ×"), own <= yardstick * most);
    }

    pub(crate) fn times(&mut self, what: &str, taken: &[Millis], most: Millis, most_of_95: Millis) {
        let (middle, slow) = (median(taken), nearly_all(taken));
        let found = format!("{middle:.1} ms median, {slow:.1} ms p95, {} times", taken.len());
        let target = format!("≤ {most} ms, p95 ≤ {most_of_95} ms");
        self.line(what, found, target, middle <= most && slow <= most_of_95);
    }

    pub(crate) fn memory(&mut self, what: &str, mebibytes: f64, most: f64) {
        self.line(what, format!("{mebibytes:.1} MiB"), format!("≤ {most} MiB"), mebibytes <= most);
    }

    pub(crate) fn count(&mut self, what: &str, unit: &str, count: u64, seconds: f64, most: f64) {
        #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
        let found = count as f64 / seconds;
        self.line(what, format!("{found:.1} {unit}"), format!("≤ {most} {unit}"), found <= most + 0.05);
    }

    pub(crate) fn print(&self) {
        let width = |column: usize| self.0.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
        let (first, second, third) = (width(0), width(1), width(2));
        println!();
        for [what, found, target, met] in &self.0 {
            println!("{what:<first$}  {found:<second$}  {target:<third$}  {met}");
        }
    }
}
