//! End-to-end tests beside the tour: the real window, the real shop, and what goes wrong.
//! They need built programs and a desktop's packages: `cargo xtask test` sees to both.

mod e2e {
    use std::path::PathBuf;

    use anyhow::{Result, ensure};
    use saifu_tests::desktop::Desktop;
    use saifu_tests::place;
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
}
