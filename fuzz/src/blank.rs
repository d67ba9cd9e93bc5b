//! A ledger that keeps nothing, so that an input costs microseconds; what is put into it is looked at.

use std::ops::ControlFlow;
use zonglan::domain::{
    Actor, Append, Area, AreaLevel, Category, Event, Outline, Personal, Recorded, Stream, Timestamp,
};
use zonglan::ledger::{Appended, Bulk, Checkpoint, Ledger, LedgerError, Put, WrittenEvent};

/// The ledger; it may know a county and a category.
#[derive(Default)]
pub struct Blank {
    events: Vec<Recorded>,
}

impl Blank {
    /// One that knows a county around 118° E, 36° N, and a category.
    ///
    /// # Panics
    /// Never: both are register's events.
    pub fn knowing() -> Self {
        let county = Area {
            code: "370783".into(),
            name: "澄岚县".into(),
            level: AreaLevel::County,
            parent: None,
            population: None,
            dedicated: false,
            valid_from: None,
            outline: Outline(geo::MultiPolygon(vec![geo::Rect::new((117.5, 35.5), (118.5, 36.5)).to_polygon()])),
        };
        let category = Category {
            code: "0101".into(),
            parent: None,
            name: "暴露垃圾".into(),
            name_en: None,
            glyph: None,
            urgency: Default::default(),
            difficulty: Default::default(),
            agency: None,
        };
        let events = [Event::AreaPut(county), Event::CategoryPut(category)];
        let recorded = |(seq, event)| Recorded {
            seq,
            stream: Stream::of_register(&event).expect("a register's event"),
            version: 1,
            at: Timestamp(0),
            by: Actor::System("fuzz".to_owned()),
            event,
        };
        Self { events: (1..).zip(events).map(recorded).collect() }
    }
}

impl Ledger for Blank {
    fn append(&mut self, _: &Append) -> Result<Appended, LedgerError> {
        Ok(Appended { recorded: Vec::new(), repeat: false })
    }

    fn read_after(&self, seq: u64, each: &mut dyn FnMut(Recorded) -> ControlFlow<()>) -> Result<(), LedgerError> {
        let _ = self.events.iter().filter(|event| event.seq > seq).try_for_each(|event| each(event.clone()));
        Ok(())
    }

    fn read_stream(&self, _: &Stream) -> Result<Vec<Recorded>, LedgerError> {
        Ok(Vec::new())
    }

    fn last_seq(&self) -> Result<u64, LedgerError> {
        Ok(self.events.len() as u64)
    }

    fn personal(&self, _: &Stream) -> Result<Option<Personal>, LedgerError> {
        Ok(None)
    }

    fn erase_personal(&mut self, _: &Stream) -> Result<(), LedgerError> {
        Ok(())
    }

    fn bulk(&mut self, _: Timestamp, _: &Actor) -> Result<Box<dyn Bulk + '_>, LedgerError> {
        Ok(Box::new(Looking))
    }

    fn save_checkpoint(&mut self, _: &Checkpoint) -> Result<(), LedgerError> {
        Ok(())
    }

    fn load_checkpoint(&self, _: u32) -> Result<Option<Checkpoint>, LedgerError> {
        Ok(None)
    }
}

/// Looks at every event that an import hands over.
struct Looking;

impl Bulk for Looking {
    fn put_written(&mut self, _: &Stream, event: WrittenEvent, _: Option<&Personal>) -> Result<Put, LedgerError> {
        let event: Event = serde_json::from_slice(event.bytes()).expect("what is kept can be read again");
        let place = |at: zonglan::domain::LonLat| assert!(at.is_valid(), "a position that is none: {at:?}");
        match event {
            Event::AreaPut(area) => {
                let (again, done) = zonglan::spatial::repair(area.outline.0.clone());
                assert!(done.is_empty() && again == area.outline.0, "not valid: {done:?} of {:?}", area.outline.0);
            }
            Event::CameraPut(camera) => place(camera.at),
            Event::PlacePut(thing) => place(thing.at),
            _ => {}
        }
        Ok(Put::New)
    }

    fn commit(self: Box<Self>) -> Result<u64, LedgerError> {
        Ok(1)
    }
}
