//! The page of a gift's mail: the card's picture, the sender's words, the QR code, the code.

use std::fmt::Display;

use jiff::civil::Date;
use maud::{DOCTYPE, Markup, html};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use saifu_wallet::gift::GiftDesign;
use saifu_wallet::port::mail::GiftFace;

use super::{MailError, Page, Picture};
use crate::pages::qr_svg;

/// Width of the card's picture and of the QR code in pixels: twice what the page shows.
const CARD_WIDTH: f32 = 880.0;
const QR_WIDTH: f32 = 440.0;

/// Mail readers know neither classes nor variables: each element says its own, by day's colours only.
const BODY: &str = "margin:0;padding:24px 12px;background:#f6f2ea;color:#1f1b17;\
     font-family:'Hiragino Sans','Noto Sans JP',Meiryo,sans-serif;font-size:16px;line-height:1.8";
const CARD: &str = "max-width:440px;margin:0 auto;padding:24px;background:#fffdf7;border-radius:16px";
const AMOUNT: &str = "margin:16px 0 0;font-size:32px;font-weight:600;line-height:1.3";
const MESSAGE: &str = "margin:16px 0;white-space:pre-line";
const CODE: &str = "margin:8px 0;text-align:center;font-family:monospace;font-size:20px;letter-spacing:1px";
const SOFT: &str = "margin:8px 0;font-size:14px;line-height:1.7;color:#645b50";
const LINE: &str = "border:0;border-top:1px solid #e4dccd;margin:20px 0";

/// Draws the page of a gift.
///
/// # Errors
/// [`MailError::Drawing`].
pub fn gift_page(face: &GiftFace) -> Result<Page, MailError> {
    let qr = qr_svg(&face.link, "").map_err(drawing)?.into_string();
    let pictures = vec![
        Picture { name: "card", png: png(art(face.design), CARD_WIDTH)? },
        Picture { name: "qr", png: png(&qr, QR_WIDTH)? },
    ];
    Ok(Page { html: document(face).into_string(), pictures })
}

fn document(face: &GiftFace) -> Markup {
    let title = format!("{} さんからのギフトカード", face.sender);
    html! {
        (DOCTYPE)
        html lang="ja" {
            head { meta charset="utf-8"; title { (title) } }
            body style=(BODY) {
                div style=(CARD) {
                    p style="margin:0 0 16px" { bdi { (face.recipient) } " さん" br; bdi { (face.sender) } " さんから届きました。" }
                    img src="cid:card" alt="ギフトカード" width="392" style="display:block;width:100%;border-radius:12px";
                    p style=(AMOUNT) { (face.amount.grouped()) "円" }
                    @if !face.message.is_empty() { p style=(MESSAGE) { bdi { (face.message) } } }
                    hr style=(LINE);
                    img src="cid:qr" alt="QRコード" width="220" height="220" style="display:block;margin:0 auto;background:#fff";
                    p style=(CODE) { (face.code) }
                    (how_to(&face.link, face.last_day))
                }
            }
        }
    }
}

fn how_to(link: &str, last_day: Date) -> Markup {
    html! {
        p style=(SOFT) {
            "Saifu アプリの「ギフトコードを登録」で、QRコードを読み取るか、コードを入力してください。"
            br; a href=(link) style="color:#8f2f24" { "この端末のアプリで開く" }
            br; "有効期限: " (last_day.strftime("%Y年%-m月%-d日"))
        }
        p lang="en" style=(SOFT) {
            "Scan the QR code, or enter the code, in the Saifu app under “Redeem a gift code”. Valid until "
            (last_day.strftime("%-d %B %Y")) "."
        }
    }
}

/// The pictures of the app's gift cards: `ui/src/lib/gift/art`, written here by its test.
const fn art(design: GiftDesign) -> &'static str {
    match design {
        GiftDesign::Mizuhiki => include_str!("art/mizuhiki.svg"),
        GiftDesign::Ume => include_str!("art/ume.svg"),
        GiftDesign::Nami => include_str!("art/nami.svg"),
        GiftDesign::Hoshi => include_str!("art/hoshi.svg"),
    }
}

fn png(svg: &str, width: f32) -> Result<Vec<u8>, MailError> {
    let tree = Tree::from_str(svg, &Options::default()).map_err(drawing)?;
    let scale = Transform::from_scale(width / tree.size().width(), width / tree.size().width());
    let size = tree.size().to_int_size().scale_to_width(width as u32).ok_or_else(|| drawing("size"))?;
    let mut picture = Pixmap::new(size.width(), size.height()).ok_or_else(|| drawing("size"))?;
    picture.fill(Color::WHITE);
    resvg::render(&tree, scale, &mut picture.as_mut());
    picture.encode_png().map_err(drawing)
}

fn drawing(cause: impl Display) -> MailError {
    MailError::Drawing(cause.to_string())
}

#[cfg(test)]
mod tests {
    use saifu_money::{Amount, Currency};

    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

    fn face(design: GiftDesign) -> GiftFace {
        GiftFace {
            design,
            amount: Amount::new(3000, Currency::Jpy).unwrap(),
            sender: "佐藤 美咲".to_owned(),
            recipient: "<b>健太</b>".to_owned(),
            message: "お誕生日おめでとう。".to_owned(),
            code: "ABCD-EFGH".to_owned(),
            link: "saifu://gift/ABCDEFGH".to_owned(),
            last_day: jiff::civil::date(2027, 5, 31),
        }
    }

    #[test]
    fn each_design_has_its_picture_and_each_picture_is_shown() {
        let designs = [GiftDesign::Mizuhiki, GiftDesign::Ume, GiftDesign::Nami, GiftDesign::Hoshi];
        let pages = designs.map(|design| gift_page(&face(design)).unwrap());
        for page in &pages {
            for picture in &page.pictures {
                assert!(picture.png.starts_with(PNG));
                assert!(page.html.contains(&format!("cid:{}", picture.name)));
            }
        }
        for pair in pages.windows(2) {
            assert_ne!(pair[0].pictures[0].png, pair[1].pictures[0].png);
        }
    }

    #[test]
    fn what_people_wrote_is_text() {
        let html = gift_page(&face(GiftDesign::Ume)).unwrap().html;
        assert!(html.contains("&lt;b&gt;健太&lt;/b&gt;"));
        for words in ["3,000円", "ABCD-EFGH", "2027年5月31日", "31 May 2027", "お誕生日おめでとう。"]
        {
            assert!(html.contains(words), "{words}");
        }
    }
}
