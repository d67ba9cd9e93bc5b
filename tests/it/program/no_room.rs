//! A full disk, as whoever gives a command meets it.

use super::Desk;
use crate::tight;

#[test]
fn a_full_disk_refuses_in_one_sentence_and_does_the_same_command_once_there_is_room() {
    let name = "program::no_room::a_full_disk_refuses_in_one_sentence_and_does_the_same_command_once_there_is_room";
    tight::within(name, |disk| {
        // Temporary folders lie on that disk.
        let desk = Desk::small();
        assert!(desk.data().starts_with(disk.dir()));
        desk.done("act accept M1 --id first");
        disk.fill();
        for words in ["act assign M1 --worker W1 --id second", "import places places.csv"] {
            let sentence = desk.refused(words);
            assert!(disk.is_told(&sentence), "{words}: {sentence}");
        }
        disk.free();
        let states = |desk: &Desk| desk.done("query incidents")[0]["state"].clone();
        assert_eq!(states(&desk), "accepted", "nothing of it happened");
        let told = desk.done("act assign M1 --worker W1 --id second");
        assert_eq!(desk.done("act assign M1 --worker W1 --id second"), told, "done once");
        assert_eq!(states(&desk), "assigned");
        assert_eq!(desk.done("import places places.csv")["kept"], 1);
    });
}
