//! Checklists: a row an item, or a row a checklist without items.

use super::{KindReader, Out, RowError, words};
use crate::domain::{CategoryCode, CheckItem, Checklist, ChecklistCode, Event};
use crate::intake::IntakeError;
use crate::intake::mapping::{Field, fields};
use crate::intake::record::Record;
use crate::intake::report::Flaw;
use std::collections::HashMap;

fields! {
    Code "code" ["编码", "检查表编码", "清单编码", "编号", "id"],
    Name "name" ["名称", "检查表", "检查表名称", "清单名称"],
    Kinds "kinds" ["场所类型", "适用场所", "适用类型"],
    Item "item" ["检查项编码", "项目编码", "序号", "item_code"],
    Question "question" ["检查项", "检查内容", "检查项目", "项目"],
    Answer "answer" ["填报方式", "答案类型", "回答方式", "answer_kind"],
    Category "category" ["问题类别", "事件类别", "类别"],
}

/// Reads checklists. What belongs together stands in several rows, so that they are put when all have come.
#[derive(Default)]
pub(super) struct Checklists {
    order: Vec<(Checklist, u64)>,
    by_code: HashMap<Box<str>, usize>,
}

impl KindReader for Checklists {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn row(&mut self, record: &mut Record, _out: &mut Out) -> Result<(), RowError> {
        let code = record.required(F::Code)?.into_owned();
        let question = record.string(F::Question);
        let item = CheckItem {
            code: record.string(F::Item).unwrap_or_default(),
            question: question.clone().unwrap_or_default(),
            kind: record.choice(F::Answer, words::answer_kind).unwrap_or_default(),
            category: record.string(F::Category).map(CategoryCode::from),
        };
        let at = match self.by_code.get(code.as_str()) {
            Some(at) => *at,
            None => {
                // Only the first row of a checklist must bear its name.
                let name = record.required(F::Name)?.into_owned();
                let kinds = words::several(&record.string(F::Kinds).unwrap_or_default());
                let checklist = Checklist { code: ChecklistCode::from(code.as_str()), name, kinds, items: Vec::new() };
                self.by_code.insert(code.into(), self.order.len());
                self.order.push((checklist, 0));
                self.order.len() - 1
            }
        };
        let (checklist, rows) = &mut self.order[at];
        if question.is_some() {
            let code = if item.code.is_empty() { (checklist.items.len() + 1).to_string() } else { item.code.clone() };
            if checklist.item(&code).is_some() {
                let problem = "the checklist has an item of this code already, the row is skipped";
                return Err(Flaw::new("item", problem, &code).into());
            }
            checklist.items.push(CheckItem { code, ..item });
        }
        *rows += 1;
        Ok(())
    }

    fn finish(&mut self, out: &mut Out) -> Result<(), IntakeError> {
        self.by_code.clear();
        for (checklist, rows) in std::mem::take(&mut self.order) {
            out.register(Event::ChecklistPut(checklist), rows)?;
        }
        Ok(())
    }
}
