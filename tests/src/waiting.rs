//! Waiting for something to become true, and saying what was waited for when it does not.

use std::time::Duration;

/// Long enough for a loaded machine; nothing that works takes this long.
pub const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(30);

/// Asks again and again until there is an answer.
///
/// # Panics
/// After [`PATIENCE`], naming `what`.
pub async fn until<T, Asked>(what: &str, mut ask: impl FnMut() -> Asked) -> T
where
    Asked: Future<Output = Option<T>>,
{
    let waited = tokio::time::timeout(PATIENCE, async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(PAUSE).await;
        }
    });
    waited.await.unwrap_or_else(|_| panic!("waited {PATIENCE:?} in vain: {what}"))
}
