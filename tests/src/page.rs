//! Looking at a page as a person does: find, read, type, click, each with patience.

use std::path::Path;

use anyhow::{Context, Result, bail};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, Locator};

use crate::wait::until;

/// What a test names a control by.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// `data-testid`.
    Id(&'a str),
    /// Any CSS selector.
    Css(&'a str),
    /// The text of a button, link or tab, or its accessible name.
    Named(&'a str),
}

impl Target<'_> {
    async fn find(&self, client: &Client) -> Result<Option<Element>, CmdError> {
        let found = match self {
            Self::Id(id) => client.find_all(Locator::Css(&format!("[data-testid='{id}']"))).await?,
            Self::Css(selector) => client.find_all(Locator::Css(selector)).await?,
            Self::Named(name) => client.find_all(Locator::XPath(&control_named(name))).await?,
        };
        for element in found {
            if element.is_displayed().await? {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }
}

fn control_named(name: &str) -> String {
    format!(
        "//*[(self::button or self::a or @role='tab' or @role='button') and (normalize-space()='{name}' or @aria-label='{name}')]"
    )
}

/// A page that redraws between finding and using an element is no failure: look again.
fn missed(error: &CmdError) -> bool {
    let CmdError::Standard(answer) = error else { return false };
    error.is_stale_element_reference()
        || error.is_no_such_element()
        || ["element not interactable", "element click intercepted"].contains(&answer.error().as_str())
        // What WebKitWebDriver calls a stale element when the page itself was replaced.
        || answer.to_string().contains("Node with identifier")
}

/// Waits until the control can be seen.
///
/// # Errors
/// It does not appear in time.
pub async fn see(client: &Client, target: Target<'_>) -> Result<Element> {
    until(&format!("{target:?} appears"), || async {
        match target.find(client).await {
            Ok(found) => Ok(found),
            Err(error) if missed(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// Whether the control can be seen now.
///
/// # Errors
/// The driver does not answer.
pub async fn shown(client: &Client, target: Target<'_>) -> Result<Option<()>> {
    match target.find(client).await {
        Ok(found) => Ok(found.map(drop)),
        Err(error) if missed(&error) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Waits until there is no such control, or none that can be seen.
///
/// # Errors
/// It stays.
pub async fn gone(client: &Client, target: Target<'_>) -> Result<()> {
    until(&format!("{target:?} goes"), || async {
        match target.find(client).await {
            Ok(None) => Ok(Some(())),
            Ok(Some(_)) => Ok(None),
            Err(error) if missed(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// Clicks, when it can be clicked.
///
/// # Errors
/// It does not appear, stays disabled, or is covered.
pub async fn click(client: &Client, target: Target<'_>) -> Result<()> {
    until(&format!("{target:?} can be clicked"), || async {
        match click_once(client, target).await {
            Ok(done) => Ok(done.then_some(())),
            Err(error) if missed(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// Clicks a control that closes the window, a moment after the driver has its answer: WebKitWebDriver
/// ends when the window goes while it is still busy with a click in it.
///
/// # Errors
/// It does not appear.
pub async fn click_and_leave(client: &Client, target: Target<'_>) -> Result<()> {
    until(&format!("{target:?} can be clicked"), || async {
        match click_soon(client, target).await {
            Ok(done) => Ok(done.then_some(())),
            Err(error) if missed(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

async fn click_soon(client: &Client, target: Target<'_>) -> Result<bool, CmdError> {
    let Some(element) = target.find(client).await? else { return Ok(false) };
    let script = "setTimeout((control) => control.click(), 100, arguments[0])";
    client.execute(script, vec![serde_json::to_value(element)?]).await?;
    Ok(true)
}

async fn click_once(client: &Client, target: Target<'_>) -> Result<bool, CmdError> {
    let Some(element) = target.find(client).await? else { return Ok(false) };
    if !element.is_enabled().await? {
        return Ok(false);
    }
    element.click().await?;
    Ok(true)
}

/// Types into a field, in place of what stands there.
///
/// # Errors
/// It does not appear.
pub async fn fill(client: &Client, target: Target<'_>, text: &str) -> Result<()> {
    until(&format!("{target:?} can be filled in"), || async {
        match fill_once(client, target, text).await {
            Ok(done) => Ok(done.then_some(())),
            Err(error) if missed(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

async fn fill_once(client: &Client, target: Target<'_>, text: &str) -> Result<bool, CmdError> {
    let Some(field) = target.find(client).await? else { return Ok(false) };
    field.clear().await?;
    field.send_keys(text).await?;
    Ok(true)
}

/// Gives a file to a field for files, which stands out of sight behind its label.
///
/// # Errors
/// There is no such field, or the driver does not take the file.
pub async fn choose_file(client: &Client, testid: &str, file: &Path) -> Result<()> {
    let field = client.find(Locator::Css(&format!("[data-testid='{testid}']"))).await?;
    field.send_keys(&file.display().to_string()).await?;
    Ok(())
}

/// What the webview does with a text from the clipboard that is pasted somewhere on the page.
///
/// # Errors
/// The driver does not answer.
pub async fn paste(client: &Client, text: &str) -> Result<()> {
    let script = "
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', arguments[0]);
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));";
    client.execute(script, vec![text.into()]).await?;
    Ok(())
}

/// The text of a control, white space folded.
///
/// # Errors
/// It does not appear.
pub async fn text(client: &Client, target: Target<'_>) -> Result<String> {
    let element = see(client, target).await?;
    let text = element.text().await?;
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Waits until the control's text contains `part`.
///
/// # Errors
/// It never does; says what stood there last.
pub async fn reads(client: &Client, target: Target<'_>, part: &str) -> Result<()> {
    let wanted = squeezed(part);
    let outcome = until(&format!("{target:?} reads {part}"), || async {
        let read = match target.find(client).await {
            Ok(Some(element)) => element.text().await,
            Ok(None) => return Ok(None),
            Err(error) => Err(error),
        };
        match read {
            Ok(text) => Ok(squeezed(&text).contains(&wanted).then_some(())),
            Err(error) if missed(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    })
    .await;
    if let Err(error) = outcome {
        let last = text(client, target).await.context("and now it is gone")?;
        bail!("{error:#}; it reads: {last}");
    }
    Ok(())
}

/// Waits until nothing loads or moves: a picture taken now shows what a person would look at.
///
/// # Errors
/// The page never comes to rest.
pub async fn at_rest(client: &Client) -> Result<()> {
    let script = "
        const moving = document.getAnimations().some((motion) =>
            motion.playState === 'running' && motion.effect.getComputedTiming().iterations !== Infinity);
        const busy = document.querySelector('[aria-busy=true]');
        return document.readyState === 'complete' && document.fonts.status === 'loaded' && !moving && !busy;";
    until("the page comes to rest", || async {
        client.execute_async(NEXT_FRAMES, Vec::new()).await?;
        let rests = client.execute(script, Vec::new()).await?;
        Ok((rests == true).then_some(()))
    })
    .await
}

/// What was changed is laid out in the first frame, painted by the second, and starts to move by then.
const NEXT_FRAMES: &str = "
    const done = arguments[arguments.length - 1];
    requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => done())));";

/// Figure and unit are elements of their own: white space between them means nothing.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}
