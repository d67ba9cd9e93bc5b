//! A guide's words (讲解词) for the county as it is: each scene that has something to say, its sentence, and what to say to
//! it.

use crate::domain::Timestamp;
use crate::panels::text::tour_words;
use crate::picture::Picture;
use crate::seat::Lang;
use crate::seat::tour::Route;

/// The words of a tour through a picture at a moment, as Markdown.
#[must_use]
pub fn tour_script(route: &Route, picture: &Picture, now: Timestamp, lang: Lang) -> String {
    let zone = picture.tallies.zone();
    let say = |value: &_| tour_words::value(lang, value, now, zone);
    let told = route.scenes.iter().filter_map(|scene| {
        let finding = scene.find(picture, now)?;
        let sentence: String = scene.sentence(lang, &finding, &say)?.into_iter().map(|(text, _)| text).collect();
        let words = scene.words(lang);
        Some((words.title.clone(), sentence, words.guide.clone()))
    });
    let told: Vec<_> = told.collect();
    let count = told.len();
    let scenes = (1..).zip(told).map(|(n, (title, sentence, guide))| {
        format!(
            "## {} {n}/{count} {title}\n\n**{sentence}**\n\n{guide}\n",
            tour_words::say(lang, tour_words::TourWord::Tour)
        )
    });
    scenes.collect::<Vec<_>>().join("\n")
}
