//! End-to-end tests beside the tour: the real window, the real shop, and what goes wrong.
//! They need built programs and a desktop's packages: `cargo xtask test` sees to both.

mod e2e {
    use std::path::PathBuf;

    use anyhow::{Result, ensure};
    use saifu_tests::desktop::Desktop;
    use saifu_tests::page::{Target, click, reads, see};
    use saifu_tests::place;
    use saifu_tests::service;
    use saifu_tests::tour::first_start::{self, type_pin};
    use saifu_tests::tour::stage::{PIN, Stage};
    use saifu_tests::tour::{instruments, online, papers};
    use saifu_tests::wait::until;

    /// A folder of the test's own, empty.
    fn folder(test: &str) -> Result<PathBuf> {
        let folder = place::target().join("e2e").join(test);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    #[tokio::test]
    async fn the_desktop_opens_a_document_in_its_viewer() -> Result<()> {
        let folder = folder("desktop")?;
        let desktop = Desktop::start(&folder.join("home"), &folder.join("logs"))?;
        let document = folder.join("paper.pdf");
        std::fs::write(&document, "%PDF-1.7\n%%EOF\n")?;
        let opened = desktop.command("xdg-open").arg(&document).output()?;
        ensure!(opened.status.success(), "{}", String::from_utf8_lossy(&opened.stderr));
        until("the viewer is asked", || async { Ok((desktop.viewed() == [document.clone()]).then_some(())) })
            .await
    }

    /// Plays on a stage of its own; a failure leaves pictures and logs in `target/e2e/<test>`.
    async fn play(test: &str, act: impl AsyncFnOnce(&mut Stage) -> Result<()>) -> Result<()> {
        let mut stage = Stage::set(&folder(test)?).await?;
        let outcome = act(&mut stage).await;
        if outcome.is_err() {
            stage.photograph_failure(test).await;
        }
        stage.strike().await;
        outcome
    }

    async fn open_purchase(stage: &mut Stage) -> Result<()> {
        online::choose_goods(stage).await?;
        online::check_out(stage).await?;
        online::open_approval(stage).await
    }

    #[tokio::test]
    async fn a_declined_charge_is_told_and_moves_no_money() -> Result<()> {
        play("declined-charge", async |stage| {
            first_start::all(stage).await?;
            instruments::link_card_that_declines(stage).await?;
            open_purchase(stage).await?;
            click(stage.window()?, Target::Id("approval-pay")).await?;
            type_pin(stage.window()?, PIN).await?;
            see(stage.window()?, Target::Css("[data-phase='declined']")).await?;
            reads(stage.window()?, Target::Id("error-code"), "decline").await?;
            service::audit(&stage.data)
        })
        .await
    }

    #[tokio::test]
    async fn what_the_shop_gives_back_is_in_the_history() -> Result<()> {
        play("refund", async |stage| {
            first_start::all(stage).await?;
            instruments::open_form(stage).await?;
            instruments::link_card(stage).await?;
            open_purchase(stage).await?;
            click(stage.window()?, Target::Id("approval-pay")).await?;
            online::approve(stage).await?;
            online::back_at_shop(stage).await?;
            stage.page().goto(&format!("{}/orders", stage.shop.http)).await?;
            click(stage.page(), Target::Id("refund")).await?;
            reads(stage.page(), Target::Css("main"), "返金済み").await?;
            papers::history(stage).await?;
            click(stage.window()?, Target::Id("order-row")).await?;
            reads(stage.window()?, Target::Id("order-state"), "返金済み").await?;
            service::audit(&stage.data)
        })
        .await
    }

    #[tokio::test]
    async fn a_power_cut_between_reading_and_approving_loses_nothing() -> Result<()> {
        play("power-cut", async |stage| {
            first_start::all(stage).await?;
            instruments::open_form(stage).await?;
            instruments::link_card(stage).await?;
            open_purchase(stage).await?;
            stage.service.cut_power_and_restart()?;
            click(stage.window()?, Target::Id("approval-pay")).await?;
            online::approve(stage).await?;
            online::back_at_shop(stage).await?;
            papers::history(stage).await?;
            service::audit(&stage.data)
        })
        .await
    }
}
