//! A gift: written, paid, mailed, mailed again, printed, redeemed from a picture, pasted, called off.

use anyhow::{Context, Result, ensure};

use super::online::sign;
use super::stage::Stage;
use crate::page::{Target, choose_file, click, fill, gone, paste, reads, see, shown, text};
use crate::wait::until;

const RESENT: Target<'static> = Target::Css("aside p[role='status'].done");
/// Name and address.
type Friend = (&'static str, &'static str);
const KENTA: Friend = ("健太さん", "kenta@example.jp");
const MOTHER: Friend = ("お母さん", "okaasan@example.jp");
const SHO: Friend = ("翔くん", "sho@example.jp");

/// Writes a gift card and pays for it.
pub async fn send(stage: &mut Stage) -> Result<()> {
    write(stage, KENTA, "ume").await?;
    stage.photograph_app("gift-written").await?;
    click(stage.window()?, Target::Id("gift-check")).await?;
    stage.photograph_app("gift-checked").await?;
    click(stage.window()?, Target::Id("gift-buy")).await?;
    sign(stage, "gift").await?;
    reads(stage.window()?, Target::Id("gift-state"), "届けました").await?;
    stage.photograph_app("gift-sent").await?;
    let mail = stage.service.newest_mail(KENTA.1).await?;
    ensure!(mail.text.contains("お誕生日おめでとう"), "the mail reads: {}", mail.text);
    Ok(())
}

/// All but when it goes out.
async fn write(stage: &Stage, (name, address): Friend, design: &str) -> Result<()> {
    let window = stage.window()?;
    click(window, Target::Id("nav-home")).await?;
    click(window, Target::Id("quick-gift")).await?;
    click(window, Target::Id(&format!("gift-design-{design}"))).await?;
    fill(window, Target::Id("gift-name"), name).await?;
    fill(window, Target::Id("gift-email"), address).await?;
    fill(window, Target::Id("gift-message"), "お誕生日おめでとう。好きな本を選んでね。").await
}

/// Asking for another code at once is refused, with the time from when it goes.
pub async fn resend_too_soon(stage: &mut Stage) -> Result<()> {
    ask(stage, "gift-resend").await?;
    stage.photograph_app("gift-resend-asked").await?;
    click(stage.window()?, Target::Id("dialog-confirm")).await?;
    reads(stage.window()?, Target::Id("error-code"), "gift.resend_too_soon").await?;
    stage.photograph_app("gift-resend-too-soon").await?;
    click(stage.window()?, Target::Id("dialog-cancel")).await
}

/// Later another code is mailed; the one before is worth nothing.
pub async fn resend(stage: &mut Stage) -> Result<()> {
    let before = stage.service.newest_mail(KENTA.1).await?;
    open_sent(stage).await?;
    ask(stage, "gift-resend").await?;
    click(stage.window()?, Target::Id("dialog-confirm")).await?;
    // Not before a minute after the last mail; until then it is refused, and asked again.
    until("another code is mailed", || async {
        let window = stage.window()?;
        if shown(window, Target::Id("error-code")).await?.is_some() {
            click(window, Target::Id("dialog-confirm")).await?;
        }
        shown(window, RESENT).await
    })
    .await?;
    reads(stage.window()?, RESENT, "送り直しました").await?;
    stage.photograph_app("gift-sent-again").await?;
    let after = stage.service.newest_mail(KENTA.1).await?;
    ensure!(after.text != before.text, "the same code was mailed again");
    try_code(stage, &code_in(&before.text)?).await?;
    reads(stage.window()?, Target::Id("error-code"), "gift.code_replaced").await?;
    stage.photograph_app("gift-code-replaced").await
}

/// Draws a code for printing, which ends the mailed one; a picture of the paper is enough to redeem it, and the
/// sender sees that.
pub async fn print_and_redeem(stage: &mut Stage) -> Result<()> {
    open_sent(stage).await?;
    ask(stage, "gift-print").await?;
    stage.photograph_app("gift-print-asked").await?;
    click(stage.window()?, Target::Id("dialog-confirm")).await?;
    let code = text(stage.window()?, Target::Id("gift-print-code")).await?;
    // The picture of it is read below: nothing may lie over it any more.
    gone(stage.window()?, Target::Id("dialog-confirm")).await?;
    stage.photograph_app("gift-printed").await?;
    let picture = stage.newest_picture("gift-printed")?;
    open_redeem(stage).await?;
    choose_file(stage.window()?, "gift-file", &picture).await?;
    shows_code(stage, &code).await?;
    stage.photograph_app("gift-from-picture").await?;
    click(stage.window()?, Target::Id("gift-submit")).await?;
    see(stage.window()?, Target::Id("gift-done")).await?;
    open_sent(stage).await?;
    reads(stage.window()?, Target::Id("gift-state"), "受け取り済み").await?;
    stage.photograph_app("gift-redeemed").await
}

/// A picture without a code, and a text without one: what is wrong, and the field as it was.
pub async fn unreadable(stage: &mut Stage) -> Result<()> {
    let picture = stage.newest_picture("gift-sent")?;
    open_redeem(stage).await?;
    choose_file(stage.window()?, "gift-file", &picture).await?;
    reads(stage.window()?, Target::Id("error-code"), "gift.picture_no_code").await?;
    stage.photograph_app("gift-picture-without-code").await?;
    paste(stage.window()?, "お誕生日おめでとう").await?;
    reads(stage.window()?, Target::Id("error-code"), "gift.paste_no_code").await?;
    stage.photograph_app("gift-paste-without-code").await
}

/// A mail is pasted as it came, code and all.
pub async fn paste_mail(stage: &mut Stage) -> Result<()> {
    let code = &stage.demo.gift_codes[1];
    let mail = format!("田中さんからギフトが届きました。\nコード: {code}\nSaifuで登録してください。");
    open_redeem(stage).await?;
    paste(stage.window()?, &mail).await?;
    shows_code(stage, code).await?;
    stage.photograph_app("gift-pasted").await?;
    click(stage.window()?, Target::Id("gift-submit")).await?;
    see(stage.window()?, Target::Id("gift-done")).await?;
    Ok(())
}

/// A gift for a day to come: it waits.
pub async fn on_a_day(stage: &mut Stage) -> Result<()> {
    write(stage, SHO, "hoshi").await?;
    click(stage.window()?, Target::Id("gift-later")).await?;
    click(stage.window()?, Target::Named("カレンダーを開く")).await?;
    click(stage.window()?, Target::Named("次の月")).await?;
    stage.photograph_app("gift-calendar").await?;
    let day = "[data-calendar-day]:not([data-disabled]):not([data-outside-month])";
    click(stage.window()?, Target::Css(day)).await?;
    stage.photograph_app("gift-day").await?;
    click(stage.window()?, Target::Id("gift-check")).await?;
    stage.photograph_app("gift-day-checked").await?;
    click(stage.window()?, Target::Id("gift-buy")).await?;
    sign(stage, "gift-day").await?;
    reads(stage.window()?, Target::Id("gift-state"), "届ける前").await?;
    stage.photograph_app("gift-scheduled").await
}

async fn ask(stage: &Stage, control: &str) -> Result<()> {
    click(stage.window()?, Target::Id(control)).await?;
    see(stage.window()?, Target::Id("dialog-confirm")).await.map(|_| ())
}

async fn open_redeem(stage: &Stage) -> Result<()> {
    click(stage.window()?, Target::Id("nav-home")).await?;
    click(stage.window()?, Target::Id("quick-redeem")).await?;
    see(stage.window()?, Target::Id("gift-code")).await.map(|_| ())
}

/// The first gift of all: the oldest row.
async fn open_sent(stage: &Stage) -> Result<()> {
    click(stage.window()?, Target::Id("nav-cards")).await?;
    click(stage.window()?, Target::Css("a[href='/cards/gifts']")).await?;
    click(stage.window()?, Target::Css("[data-testid='gift-row']:last-of-type")).await?;
    see(stage.window()?, Target::Id("gift-state")).await.map(|_| ())
}

async fn try_code(stage: &Stage, code: &str) -> Result<()> {
    open_redeem(stage).await?;
    fill(stage.window()?, Target::Id("gift-code"), code).await?;
    click(stage.window()?, Target::Id("gift-submit")).await
}

/// Waits until the code stands in the field, however it is grouped.
async fn shows_code(stage: &Stage, code: &str) -> Result<()> {
    let plain = |code: &str| code.replace('-', "");
    until("the code stands in the field", || async {
        let field = see(stage.window()?, Target::Id("gift-code")).await?;
        let shown = field.prop("value").await?.unwrap_or_default();
        Ok((plain(&shown) == plain(code)).then_some(()))
    })
    .await
}

fn code_in(mail: &str) -> Result<String> {
    let code = mail.lines().find_map(|line| line.strip_prefix("コード: "));
    code.map(str::to_owned).with_context(|| format!("no code in: {mail}"))
}

/// A second gift is called off: the money goes back, and its code is worth nothing.
pub async fn call_off(stage: &mut Stage) -> Result<()> {
    write(stage, MOTHER, "mizuhiki").await?;
    click(stage.window()?, Target::Id("gift-check")).await?;
    click(stage.window()?, Target::Id("gift-buy")).await?;
    sign(stage, "second-gift").await?;
    click(stage.window()?, Target::Id("gift-cancel")).await?;
    see(stage.window()?, Target::Id("dialog-confirm")).await?;
    stage.photograph_app("gift-cancel").await?;
    click(stage.window()?, Target::Id("dialog-confirm")).await?;
    reads(stage.window()?, Target::Id("gift-state"), "取り消し").await?;
    stage.photograph_app("gift-canceled").await
}

/// A mail's link brings the code into the redeem screen.
pub async fn open_link(stage: &mut Stage) -> Result<()> {
    let code = stage.demo.gift_codes[1].replace('-', "");
    stage.app()?.open_link(&stage.desktop, &format!("saifu://gift/{code}"))?;
    shows_code(stage, &code).await?;
    stage.photograph_app("gift-from-link").await
}
