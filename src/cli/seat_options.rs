//! The options of everything that shows a seat: `wall`, `frame`, `drive`, `bench`.

use super::Usage;
use super::county::{County, now, user_data_dir};
use super::header::Header;
use super::progress::ProgressLine;
use super::query::{numbers, parse_time};
use super::sample_county::{Throwaway, throwaway_sample};
use super::screen_options::ScreenOptions;
use clap::Args;
use std::path::PathBuf;
use zonglan::domain::{AreaCode, LonLat, Timestamp};
use zonglan::panels::theme;
use zonglan::picture::{Indicator, Picture};
use zonglan::rhythm::Weather;
use zonglan::sample::DEFAULT_SEED;
use zonglan::seat::setup::Settings;
use zonglan::seat::{HeatTells, Intent, Lang, LayerSet, Screen, Seat, Selection, VisitIntent};

/// How a seat is to look.
#[derive(Args, Clone)]
pub(super) struct SeatOptions {
    /// 数据目录：the data folder; the user's own, or a throwaway copy of the sample
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    pub(super) screen: ScreenOptions,
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
        self.screen.size_px()?;
        self.screen.settings()?;
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

    /// The seat over a picture, set up by the folder's settings, then by `more` and the options, and looking where those
    /// say; on a screen of `fallback_px` where they don't say how large it is.
    pub(super) fn seat(
        &self,
        picture: Picture,
        dir: &std::path::Path,
        fallback_px: (f64, f64),
        start: Timestamp,
        more: &Settings,
    ) -> anyhow::Result<Seat> {
        let (width_px, height_px) = self.screen.size_px()?.unwrap_or(fallback_px);
        let mut seat = Seat::new(picture, Screen::guessed(width_px, height_px), start, Lang::default());
        super::letters::take_font(dir);
        let (kept, faults) = super::settings::load(dir);
        seat.set_up(kept, self.screen.settings()?.over(more), faults);
        theme::set_contrast(seat.setup.settings().contrast());
        seat.officer.clone_from(&self.officer);
        seat.work.at_desk = self.desk;
        seat.board = self.header(&seat, dir, start).board();
        if seat.picture.is_sample() {
            let offset_secs = seat.picture.tallies.zone().offset_secs(start);
            seat.weather = Some(Weather::new(self.seed).told(start, offset_secs));
        }
        self.take_layers(&mut seat)?;
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

    /// Where the header's words come from.
    pub(super) fn header(&self, seat: &Seat, dir: &std::path::Path, start: Timestamp) -> Header {
        Header::of(dir, &seat.picture, self.seed, start)
    }

    /// Shows the layers that the options name, whatever the officer had at the desk.
    pub(super) fn take_layers(&self, seat: &mut Seat) -> anyhow::Result<()> {
        self.layers.as_deref().map_or(Ok(()), |list| take_layers(&mut seat.layers, list))
    }

    /// Lets the seat tour by the user's own route, where there is one.
    pub(super) fn take_route(&self, seat: &mut Seat, dir: &std::path::Path) -> anyhow::Result<()> {
        if let Some(route) = super::tour::load(self.route.as_deref(), dir)? {
            seat.tour.set_route(route);
        }
        Ok(())
    }

    /// The language, by the switch or the folder's settings.
    pub(super) fn lang(&self, dir: &std::path::Path) -> anyhow::Result<Lang> {
        let (kept, _) = super::settings::load(dir);
        Ok(self.screen.settings()?.over(&kept).lang().unwrap_or_default())
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
