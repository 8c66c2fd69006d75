//! End-to-end tests beside the tour: the real window, the real shop, and what goes wrong.
//! They need built programs and a desktop's packages: `cargo xtask test` sees to both.

mod e2e {
    use std::collections::HashSet;
    use std::path::{Path, PathBuf};

    use anyhow::{Result, ensure};
    use fantoccini::Client;
    use saifu_tests::app::{App, Drawing, Scheme};
    use saifu_tests::desktop::Desktop;
    use saifu_tests::page::{Target, at_rest, click, reads, see};
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

    /// A script in the wallet's window tries every command of the two windows that approve and ask for the PIN, and
    /// to reach the windows themselves.
    #[tokio::test]
    async fn a_main_window_taken_over_can_neither_approve_nor_ask_for_the_pin() -> Result<()> {
        play("taken-over", async |stage| {
            first_start::all(stage).await?;
            instruments::open_form(stage).await?;
            instruments::link_card(stage).await?;
            open_purchase(stage).await?;
            stage.app()?.enter_main().await?;
            let others = ["plugin:event|emit", "plugin:webview|create_webview_window", "plugin:window|close"];
            let mut commands: Vec<String> = others.map(str::to_owned).into();
            commands.extend(commands_of("approval")?);
            commands.extend(commands_of("pin")?);
            for command in commands {
                let said = invoked(stage.window()?, &command).await?;
                ensure!(said.contains("not allowed"), "{command}: {said}");
            }
            let alone = "return window.opener === null && window.parent === window";
            ensure!(stage.window()?.execute(alone, Vec::new()).await? == true, "a window is reached");
            stage.app()?.enter_second().await?;
            reads(stage.window()?, Target::Id("approval-amount"), online::TOTAL).await?;
            reads(stage.window()?, Target::Id("approval-payee"), online::SHOP).await?;
            click(stage.window()?, Target::Id("approval-pay")).await?;
            online::approve(stage).await?;
            service::audit(&stage.data)
        })
        .await
    }

    /// The commands that a window's capability allows.
    fn commands_of(window: &str) -> Result<Vec<String>> {
        let path = place::root().join(format!("src-tauri/capabilities/{window}.json"));
        let capability: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
        let allowed: Vec<String> = serde_json::from_value(capability["permissions"].clone())?;
        ensure!(allowed.len() > 2, "{window} has its commands");
        Ok(allowed.iter().map(|it| it.trim_start_matches("allow-").replace('-', "_")).collect())
    }

    /// What the shell says to a command, with inputs that would fit any of them.
    async fn invoked(window: &Client, command: &str) -> Result<String> {
        let script = "const [command, done] = arguments;
            const inputs = { pin: '481920', proposalId: 'p', requestId: 1, preference: {}, event: 'e', payload: {} };
            window.__TAURI_INTERNALS__.invoke(command, inputs)
                .then(() => done('done'), (cause) => done(typeof cause === 'string' ? cause : JSON.stringify(cause)));";
        let said = window.execute_async(script, vec![command.into()]).await?;
        Ok(said.as_str().unwrap_or_default().to_owned())
    }

    /// The tour's pictures need composed pages; here the app chooses for this machine, as it does for a shopper.
    #[tokio::test]
    async fn the_app_draws_as_it_chooses_for_this_machine() -> Result<()> {
        play("drawing", async |stage| {
            stage.stop_app().await?;
            let launch = stage.launch(Scheme::Light, Drawing::Chosen);
            let app = App::start(&stage.desktop, launch, &stage.folder.join("logs")).await?;
            click(&app.client, Target::Id("welcome-start")).await?;
            see(&app.client, Target::Id("signup-name")).await?;
            at_rest(&app.client).await?;
            until("the page is on the screen", || async {
                let screen = std::fs::read(stage.desktop.framebuffer())?;
                let colours: HashSet<&[u8]> = screen.chunks_exact(4).collect();
                Ok((colours.len() > A_PAGE).then_some(()))
            })
            .await?;
            app.close().await
        })
        .await
    }

    /// Text alone has more colours at its edges; a window without a page has a few.
    const A_PAGE: usize = 50;

    #[tokio::test]
    async fn a_card_that_expires_is_announced_and_one_that_has_is_struck() -> Result<()> {
        play("expired-card", async |stage| {
            first_start::all(stage).await?;
            instruments::open_form(stage).await?;
            instruments::link_card(stage).await?;
            for (month, tag, told) in
                [(THIS_MONTH, "今月で期限", "期限が切れます"), (PAST, "期限切れ", "切れています")]
            {
                stage.service.cut_power()?;
                expire_cards(&stage.data, month).await?;
                stage.service.start_again()?;
                click(stage.window()?, Target::Id("nav-home")).await?;
                click(stage.window()?, Target::Id("nav-cards")).await?;
                reads(stage.window()?, Target::Id("card-row"), tag).await?;
                stage.photograph_app("cards").await?;
                click(stage.window()?, Target::Id("card-row")).await?;
                reads(stage.window()?, Target::Css(".banner.caution"), told).await?;
                stage.photograph_app("card").await?;
            }
            Ok(())
        })
        .await
    }

    const THIS_MONTH: &str = "'now', '+9 hours'";
    const PAST: &str = "'2024-01-01'";

    /// No test waits for years: the cards' last month is moved to where time would bring it.
    async fn expire_cards(data: &Path, month: &str) -> Result<()> {
        sqlx::any::install_default_drivers();
        let pool = sqlx::AnyPool::connect(&format!("sqlite://{}", data.join("wallet.db").display())).await?;
        let number = |part: &str| format!("CAST(strftime('{part}', {month}) AS INTEGER)");
        let change = format!(
            "UPDATE cards SET body = json_set(body, '$.expiry_year', {}, '$.expiry_month', {})",
            number("%Y"),
            number("%m")
        );
        sqlx::query(sqlx::AssertSqlSafe(change)).execute(&pool).await?;
        pool.close().await;
        Ok(())
    }
}
