//! One window of the app's size with one figure in it, and no more code than Tauri asks for.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!())
}
