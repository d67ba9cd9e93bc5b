//! Whose eyes the screen is shown through: a check of the design in the room where it hangs, not a mode to work in. It is
//! kept nowhere, and says on the screen that it is on.

/// Whose eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Without green cones: the commonest, six men of a hundred have it weaker or stronger.
    Deutan,
    /// Without red cones.
    Protan,
    /// Without blue cones.
    Tritan,
    /// No colours: a copy on paper.
    Grey,
}

impl Sight {
    /// All of them.
    pub const ALL: [Sight; 4] = [Sight::Deutan, Sight::Protan, Sight::Tritan, Sight::Grey];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        ["deutan", "protan", "tritan", "grey"][self as usize]
    }

    /// The sight of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sight| sight.name() == name)
    }
}
