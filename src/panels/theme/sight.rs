//! How a picture looks to whoever sees colours otherwise: a check of the design, not a mode to work in. Dichromats by G. M.
//! Machado, M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
//! 2009 (their matrices of severity 1.0, in linear RGB); grey by the luminance of Rec. 709.

use crate::seat::Sight;

type Matrix = [[f64; 3]; 3];

const PROTAN: Matrix =
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]];
const DEUTAN: Matrix =
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]];
const TRITAN: Matrix =
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]];
const LUMINANCE: [f64; 3] = [0.2126, 0.7152, 0.0722];

impl Sight {
    /// What of red, green and blue light becomes red, green and blue to these eyes, row by row.
    #[must_use]
    pub fn matrix(self) -> [[f64; 3]; 3] {
        match self {
            Sight::Deutan => DEUTAN,
            Sight::Protan => PROTAN,
            Sight::Tritan => TRITAN,
            Sight::Grey => [LUMINANCE; 3],
        }
    }

    /// A colour of sRGB as these eyes see it.
    #[must_use]
    pub fn seen(self, rgb: [u8; 3]) -> [u8; 3] {
        let light = rgb.map(linear);
        self.matrix().map(|row| encoded(row.iter().zip(light).map(|(weight, light)| weight * light).sum()))
    }
}

fn linear(byte: u8) -> f64 {
    let srgb = f64::from(byte) / 255.0;
    if srgb <= 0.040_45 { srgb / 12.92 } else { ((srgb + 0.055) / 1.055).powf(2.4) }
}

fn encoded(light: f64) -> u8 {
    let light = light.clamp(0.0, 1.0);
    let srgb = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (srgb * 255.0).round() as u8
}
