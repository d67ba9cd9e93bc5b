//! The catalogue of matters.

use super::{KindReader, Out, RowError, Seen, words};
use crate::domain::{AgencyName, Category, CategoryCode, Event};
use crate::intake::IntakeError;
use crate::intake::mapping::{Field, fields};
use crate::intake::record::Record;
use crate::intake::report::Flaw;

fields! {
    Code "code" ["编码", "代码", "类别编码", "id"],
    Parent "parent" ["上级", "上级编码", "大类", "parent_code"],
    Name "name" ["名称", "类别名称", "小类"],
    NameEn "name_en" ["英文名", "英文名称", "english"],
    Glyph "glyph" ["字", "符号"],
    Urgency "urgency" ["紧急程度"],
    Difficulty "difficulty" ["难易程度", "难度"],
    Agency "agency" ["承办单位", "主办单位", "责任单位", "部门"],
}

/// Reads categories.
#[derive(Default)]
pub(super) struct Categories {
    seen: Seen,
    /// Parents named, with their rows: whether they exist is known at the end.
    parents: Vec<(CategoryCode, u64, Option<String>)>,
}

impl KindReader for Categories {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn row(&mut self, record: &mut Record, out: &mut Out) -> Result<(), RowError> {
        let code = CategoryCode::from(record.required(F::Code)?.into_owned());
        let name = record.required(F::Name)?.into_owned();
        self.seen.once(code.as_str(), record.number())?;
        let mut parent = record.string(F::Parent).map(CategoryCode::from);
        if parent.as_ref() == Some(&code) {
            record.note(F::Parent, "the category would be part of itself, it is kept without a parent", code.as_str());
            parent = None;
        }
        if let Some(parent) = &parent {
            self.parents.push((parent.clone(), record.number(), out.file.clone()));
        }
        let glyph = record.text(F::Glyph);
        if glyph.as_ref().is_some_and(|text| text.chars().count() > 1) {
            record.note(F::Glyph, "more than one character, the first is taken", glyph.as_deref().unwrap_or_default());
        }
        let category = Category {
            code,
            parent,
            name,
            name_en: record.string(F::NameEn),
            glyph: glyph.and_then(|text| text.chars().next()),
            urgency: record.choice(F::Urgency, words::urgency).unwrap_or_default(),
            difficulty: record.choice(F::Difficulty, words::difficulty).unwrap_or_default(),
            agency: record.string(F::Agency).map(AgencyName::from),
        };
        out.known.add_category(&category);
        Ok(out.register(Event::CategoryPut(category), 1)?)
    }

    fn finish(&mut self, out: &mut Out) -> Result<(), IntakeError> {
        for (parent, row, file) in std::mem::take(&mut self.parents) {
            if out.known.category_name(&parent).is_none() {
                out.file = file;
                let problem = "no category has this code yet, the row is kept";
                out.tell(row, Flaw::new("parent", problem, parent.as_str()));
            }
        }
        Ok(())
    }
}
