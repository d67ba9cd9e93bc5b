//! The options of everything that shows a seat: `wall`, `frame`, `drive`, `bench`.

use super::Usage;
use super::county::{County, now, user_data_dir};
use super::progress::ProgressLine;
use super::query::{numbers, parse_time};
use super::sample_county::{Throwaway, throwaway_sample};
use clap::Args;
use std::path::PathBuf;
use zonglan::domain::{AreaCode, LonLat, Timestamp};
use zonglan::picture::{Indicator, Picture};
use zonglan::sample::DEFAULT_SEED;
use zonglan::seat::{HeatTells, Intent, Lang, LayerSet, Screen, Seat, Selection, Viewing, VisitIntent};

/// How a seat is to look.
#[derive(Args, Clone)]
pub(super) struct SeatOptions {
    /// 数据目录：the data folder; the user's own, or a throwaway copy of the sample
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// WxH in pixels
    #[arg(long)]
    pub(super) size: Option<String>,
    /// The farthest viewer's distance, metres
    #[arg(long, value_name = "M")]
    distance: Option<f64>,
    /// The screen's pixel pitch, millimetres
    #[arg(long, value_name = "MM")]
    pitch: Option<f64>,
    /// zh | en
    #[arg(long, default_value = "zh")]
    lang: String,
    /// The moment at which the seat's clock starts, RFC 3339
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// The sample's and the simulator's seed
    #[arg(long, default_value_t = DEFAULT_SEED)]
    pub(super) seed: u64,
    /// LON,LAT,ZOOM
    #[arg(long, allow_hyphen_values = true)]
    view: Option<String>,
    /// Fit this area
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
    /// KIND:ID, such as incident:CL260911-0486
    #[arg(long, value_name = "KIND:ID")]
    select: Option<String>,
    /// a,b,-c: basemap fill heat gaps boundaries dedicated cameras workers incidents labels
    #[arg(long, value_name = "LIST", allow_hyphen_values = true)]
    layers: Option<String>,
    /// 指标 what the areas' fill tells: open | reported | overdue | on_time | staff
    #[arg(long, value_name = "NAME")]
    indicator: Option<String>,
    /// 热力 what the heat tells: density | week-before | year-before
    #[arg(long, value_name = "NAME")]
    heat: Option<String>,
    /// 席位布局 the desk's layout: the list at the left, the card at the right
    #[arg(long)]
    desk: bool,
    /// 导览路线：a tour's route, TOML; else tour.toml in the data folder, else the shipped one
    #[arg(long, value_name = "FILE")]
    pub(super) route: Option<PathBuf>,
    /// 参观模式 visitors are there: no names, phones, cameras, confidential matters, photos and single people's tracks
    #[arg(long)]
    visit: bool,
    /// The officer's name
    #[arg(long, default_value = zonglan::seat::DEFAULT_OFFICER)]
    officer: String,
}

/// Where a seat's county lives.
pub(super) enum Home {
    /// In a data folder that stays.
    Kept(PathBuf),
    /// In a copy that goes when the seat closes.
    Throwaway(Box<Throwaway>),
}

impl Home {
    pub(super) fn dir(&self) -> &std::path::Path {
        match self {
            Home::Kept(dir) => dir,
            Home::Throwaway(throwaway) => &throwaway.copy.0,
        }
    }
}

impl Home {
    fn take_picture(&mut self) -> Option<Picture> {
        match self {
            Home::Kept(_) => None,
            Home::Throwaway(throwaway) => throwaway.picture.take(),
        }
    }
}

impl SeatOptions {
    /// Refuses options that say nothing sensible of any county, before anything is opened or made.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        self.screen((1.0, 1.0))?;
        self.lang()?;
        self.given_view()?;
        self.at.as_deref().map(parse_time).transpose()?;
        self.indicator()?;
        self.heat()?;
        self.layers.as_deref().map_or(Ok(()), |list| take_layers(&mut LayerSet::none(), list))
    }

    /// The data folder of a seat that stays: named, or the user's own.
    pub(super) fn own_home(&self) -> anyhow::Result<Home> {
        Ok(Home::Kept(self.data.clone().map_or_else(user_data_dir, Ok)?))
    }

    /// The data folder of a seat that only shows something: named, or a throwaway copy of the sample.
    pub(super) fn passing_home(&self) -> anyhow::Result<Home> {
        if let Some(dir) = &self.data {
            return Ok(Home::Kept(dir.clone()));
        }
        let mut line = ProgressLine::new();
        let home = throwaway_sample(self.seed, &mut |what, share| line.share(what, share));
        line.clear();
        Ok(Home::Throwaway(Box::new(home?)))
    }

    /// Opens the county at a home; an empty folder gets the sample unless `--data` names it.
    pub(super) fn open(&self, home: &mut Home) -> anyhow::Result<County> {
        let mut line = ProgressLine::new();
        let with_sample = self.data.is_none().then_some(self.seed);
        let folded = home.take_picture();
        let county = County::open_from(home.dir(), with_sample, folded, &mut |what, share| line.share(what, share));
        line.clear();
        let mut county = county?;
        if let Some(at) = &self.at {
            // People stand where they stood at the moment asked for, and the territory is cut as it was.
            let moment = parse_time(at)?;
            for fix in county.tracks.county_at(moment)? {
                county.picture.apply_fix(&fix);
            }
            county.picture.show_areas_at(moment);
        }
        Ok(county)
    }

    /// The screen: as `--size` says, or `fallback`.
    pub(super) fn screen(&self, fallback: (f64, f64)) -> anyhow::Result<Screen> {
        let (width_px, height_px) = self.size_px()?.unwrap_or(fallback);
        let mut screen = Screen::guessed(width_px, height_px);
        if self.viewing_is_given() {
            let (distance_m, pitch_mm) = (self.distance.unwrap_or(4.0), self.pitch.unwrap_or(1.25));
            if !(distance_m > 0.0 && pitch_mm > 0.0) {
                return Err(Usage("--distance and --pitch want positive numbers".into()).into());
            }
            screen.viewing = Viewing::Wall { distance_m, pitch_mm };
        }
        Ok(screen)
    }

    /// Whether the user said how the screen is looked at.
    pub(super) fn viewing_is_given(&self) -> bool {
        self.distance.is_some() || self.pitch.is_some()
    }

    /// `--size`, px.
    pub(super) fn size_px(&self) -> anyhow::Result<Option<(f64, f64)>> {
        let Some(text) = &self.size else { return Ok(None) };
        let parsed = text
            .split_once(['x', 'X', '×'])
            .and_then(|(w, h)| Some((w.trim().parse::<u16>().ok()?, h.trim().parse::<u16>().ok()?)));
        match parsed {
            Some((width, height)) if (320..=16_384).contains(&width) && (240..=16_384).contains(&height) => {
                Ok(Some((f64::from(width), f64::from(height))))
            }
            _ => Err(Usage(format!("--size wants WxH between 320x240 and 16384x16384: {text}")).into()),
        }
    }

    /// The moment at which a seat's clock starts: as `--at` says; a sample's own last moment; now.
    pub(super) fn start(&self, county: &County) -> anyhow::Result<Timestamp> {
        match &self.at {
            Some(text) => parse_time(text),
            None if county.picture.is_sample() => {
                let fixes = county.picture.workers.rows().iter().filter_map(|row| row.fix.map(|fix| fix.fixed_at));
                Ok(fixes.fold(county.picture.latest_at, Timestamp::max))
            }
            None => Ok(now()),
        }
    }

    /// Whether the seat's clock is the demo's rather than the wall's.
    pub(super) fn has_own_clock(&self, county: &County) -> bool {
        self.at.is_some() || county.picture.is_sample()
    }

    /// The seat over a picture, looking where the options say.
    pub(super) fn seat(&self, picture: Picture, screen: Screen, start: Timestamp) -> anyhow::Result<Seat> {
        let mut seat = Seat::new(picture, screen, start, self.lang()?);
        seat.officer.clone_from(&self.officer);
        seat.work.at_desk = self.desk;
        if let Some(list) = &self.layers {
            take_layers(&mut seat.layers, list)?;
        }
        if let Some(indicator) = self.indicator()? {
            seat.indicator = indicator;
        }
        seat.heat = self.heat()?;
        seat.tick(start);
        if let Some(code) = &self.area {
            let area = seat.picture.areas.number(&AreaCode::from(code.as_str()));
            let area = area.ok_or_else(|| anyhow::anyhow!("no area has the code {code}"))?;
            seat.intend(Intent::DrillTo(Some(area)));
        }
        if let Some(text) = &self.select {
            let selection = Selection::parse(text, &seat.picture);
            let selection = selection.ok_or_else(|| anyhow::anyhow!("nothing to select under {text}"))?;
            seat.intend(Intent::Select(selection));
            if self.view.is_none() && self.area.is_none() {
                seat.intend(Intent::Fit(selection));
            }
        }
        if let Some((center, zoom)) = self.given_view()? {
            (seat.view.center, seat.view.zoom) = (center, zoom);
        }
        if self.visit {
            seat.intend(Intent::Visit(VisitIntent::On));
        }
        Ok(seat)
    }

    /// Lets the seat tour by the user's own route, where there is one.
    pub(super) fn take_route(&self, seat: &mut Seat, dir: &std::path::Path) -> anyhow::Result<()> {
        if let Some(route) = super::tour::load(self.route.as_deref(), dir)? {
            seat.tour.set_route(route);
        }
        Ok(())
    }

    pub(super) fn lang(&self) -> anyhow::Result<Lang> {
        match self.lang.as_str() {
            "zh" => Ok(Lang::Zh),
            "en" => Ok(Lang::En),
            other => Err(Usage(format!("--lang wants zh or en, not {other}")).into()),
        }
    }

    fn heat(&self) -> anyhow::Result<HeatTells> {
        let Some(name) = &self.heat else { return Ok(HeatTells::default()) };
        let names = HeatTells::ALL.map(HeatTells::name).join(", ");
        HeatTells::parse(name).ok_or_else(|| Usage(format!("heat can tell {names}, not {name}")).into())
    }

    fn indicator(&self) -> anyhow::Result<Option<Indicator>> {
        let parse = |name: &String| {
            let names = Indicator::ALL.map(Indicator::name).join(", ");
            Indicator::parse(name).ok_or_else(|| Usage(format!("no such indicator ({names}): {name}")).into())
        };
        self.indicator.as_ref().map(parse).transpose()
    }

    /// `--view`: where the map's middle is, and the zoom.
    fn given_view(&self) -> anyhow::Result<Option<(LonLat, f64)>> {
        let Some(view) = &self.view else { return Ok(None) };
        let [lon, lat, zoom] = numbers(view)?[..] else {
            return Err(Usage(format!("--view wants LON,LAT,ZOOM: {view}")).into());
        };
        if !LonLat::new(lon, lat).is_valid() || !zonglan::seat::ZOOM_LIMITS.contains(&zoom) {
            return Err(Usage(format!("--view lies outside the map: {view}")).into());
        }
        Ok(Some((LonLat::new(lon, lat), zoom)))
    }
}

fn take_layers(layers: &mut LayerSet, list: &str) -> anyhow::Result<()> {
    layers.take(list).map_err(|name| Usage(format!("no such layer: {name}")).into())
}
