//! The field: areas, workers, cameras, incidents, commands, events. Pure: no IO, no clock.
