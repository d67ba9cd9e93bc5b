//! The fonts that come with the program and egui's quiet style.

use ab_glyph::{Font, FontRef};
use bevy_egui::egui::{
    self, Color32, FontData, FontDefinitions, FontFamily, FontId, FontTweak, Stroke, TextStyle, epaint::Shadow,
};
use std::sync::{Arc, OnceLock};

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular.otf");
const MEDIUM: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Medium.otf");

/// A font of the user's own, for the letters that the shipped ones lack.
static FALLBACK: OnceLock<&'static [u8]> = OnceLock::new();

/// A file that is no font, or none whose letters can be read.
#[derive(Debug, thiserror::Error)]
#[error("this is no TrueType or OpenType font that can be read: {0}")]
pub struct NoFont(String);

/// Takes a font for rare letters. What sets letters from now on finds there what the shipped fonts lack; the first such font
/// holds as long as the program runs.
///
/// # Errors
/// It can't be read as a font.
pub fn set_fallback_font(bytes: Vec<u8>) -> Result<(), NoFont> {
    FontRef::try_from_slice(&bytes).map_err(|why| NoFont(why.to_string()))?;
    FALLBACK.get_or_init(|| Box::leak(bytes.into_boxed_slice()));
    Ok(())
}

/// The fonts' files for whoever draws letters without egui: medium, regular, then the user's own.
pub(crate) fn faces() -> impl Iterator<Item = &'static [u8]> {
    [MEDIUM, REGULAR].into_iter().chain(FALLBACK.get().copied())
}

/// Which letters some font has.
pub struct Letters(Vec<FontRef<'static>>);

impl Letters {
    /// Those of the shipped fonts and the user's own.
    #[must_use]
    pub fn known() -> Self {
        Self(faces().filter_map(|bytes| FontRef::try_from_slice(bytes).ok()).collect())
    }

    /// Whether a letter would show as a box.
    pub fn lack(&self, letter: char) -> bool {
        !letter.is_control() && self.0.iter().all(|face| face.glyph_id(letter).0 == 0)
    }
}

/// The family of the medium weight.
pub(crate) fn medium() -> FontFamily {
    FontFamily::Name("medium".into())
}

/// Gives a context our fonts and style. They hold from its next pass on.
pub(crate) fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in [("sc-regular", REGULAR), ("sc-medium", MEDIUM)] {
        // The font's rows are taller above than below; Han ink would stand 1/17 em too low in them.
        let tweak = FontTweak { y_offset_factor: -0.06, ..FontTweak::default() };
        fonts.font_data.insert(name.into(), Arc::new(FontData::from_static(bytes).tweak(tweak)));
    }
    fonts.families.entry(FontFamily::Proportional).or_default().insert(0, "sc-regular".into());
    fonts.families.entry(FontFamily::Monospace).or_default().insert(0, "sc-regular".into());
    fonts.families.insert(medium(), vec!["sc-medium".into(), "sc-regular".into()]);
    if let Some(bytes) = FALLBACK.get() {
        fonts.font_data.insert("fallback".into(), Arc::new(FontData::from_static(bytes)));
        fonts.families.values_mut().for_each(|family| family.push("fallback".into()));
    }
    ctx.set_fonts(fonts);
    ctx.all_styles_mut(|style| {
        // Nothing fades or slides: a wall that moves by itself draws eyes for nothing.
        style.animation_time = 0.0;
        style.visuals.window_shadow = Shadow::NONE;
        style.visuals.popup_shadow = Shadow::NONE;
        style.visuals.window_fill = super::theme::PANEL.egui();
        style.visuals.panel_fill = Color32::TRANSPARENT;
        style.visuals.window_stroke = Stroke::NONE;
        style.visuals.override_text_color = Some(super::theme::TEXT_1.egui());
        style.visuals.selection.bg_fill = super::theme::ROAD_SECONDARY.egui();
        style.visuals.selection.stroke = Stroke::new(1.0, super::theme::TEXT_1.egui());
        style.visuals.text_cursor.stroke = Stroke::new(2.0, super::theme::TEXT_1.egui());
        // A caret that blinks would draw the whole wall anew twice a second.
        style.visuals.text_cursor.blink = false;
        style.text_styles.insert(TextStyle::Body, FontId::proportional(super::theme::size::BODY));
    });
}

/// Whether a context already has the fonts in this pass.
pub(crate) fn are_ready(ctx: &egui::Context) -> bool {
    ctx.fonts(|fonts| fonts.definitions().families.contains_key(&medium()))
}
