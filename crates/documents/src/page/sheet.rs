use krilla::geom::Rect;

use super::Face;
use super::tag::Tag;

/// The colours of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Words and numbers.
    Strong,
    /// Labels and notes.
    Soft,
    /// Lines that part sections.
    Line,
    /// Lines between rows.
    Hair,
    /// The ground behind the amount.
    Band,
}

impl Ink {
    /// Red, green, blue.
    pub const fn rgb(self) -> (u8, u8, u8) {
        match self {
            Self::Strong => (0x1c, 0x18, 0x15),
            Self::Soft => (0x5a, 0x51, 0x48),
            Self::Line => (0x8b, 0x81, 0x77),
            Self::Hair => (0xe6, 0xde, 0xd2),
            Self::Band => (0xf6, 0xf2, 0xec),
        }
    }
}

/// A rectangle in points from the page's top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Area {
    pub(super) fn to_rect(self) -> Option<Rect> {
        Rect::from_xywh(self.x, self.y, self.width, self.height)
    }
}

/// One line of text at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The words; every character has a glyph in `face`.
    pub words: String,
    /// Left edge, in points.
    pub x: f32,
    /// Baseline, in points from the page's top.
    pub baseline: f32,
    /// The face.
    pub face: Face,
    /// The size in points.
    pub size: f32,
    /// Space after every character, in ems.
    pub tracking: f32,
    /// The colour.
    pub ink: Ink,
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A line of text.
    Text(Text),
    /// A filled rectangle: a rule or a ground.
    Fill(Area, Ink),
    /// A QR code's rows, dark modules `true`, scaled to the area.
    Modules(Area, Vec<Vec<bool>>),
}

/// What is repeated on pages and no part of the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Running {
    /// At the top of a page that continues.
    Header,
    /// The page's number.
    PageNumber,
}

/// Whether a mark is read aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is, under the tag that is open.
    Content,
    /// It repeats.
    Running(Running),
    /// It only looks good.
    Decoration,
}

/// A place to jump to.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// Its words.
    pub words: String,
    /// The page, counted from 0.
    pub page: usize,
    /// Points from its top.
    pub y: f32,
}

/// A node of the tag tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A tag with what it holds.
    Branch(Tag, Vec<Self>),
    /// A mark: page and position in it.
    Leaf(usize, usize),
}

/// Pages with marks, and the tree that says in which order and as what they are read.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub(super) pages: Vec<Vec<(Mark, Role)>>,
    pub(super) headings: Vec<Heading>,
    /// The roots that are finished.
    pub(super) roots: Vec<Node>,
    /// The tags that are open, outermost first.
    open: Vec<(Tag, Vec<Node>)>,
}

impl Sheet {
    /// One empty page.
    pub fn new() -> Self {
        Self { pages: vec![Vec::new()], headings: Vec::new(), roots: Vec::new(), open: Vec::new() }
    }

    /// The current page, counted from 0.
    pub fn page(&self) -> usize {
        self.pages.len() - 1
    }

    /// Goes on on a new page.
    pub fn add_page(&mut self) {
        self.pages.push(Vec::new());
    }

    /// Opens a tag: what is drawn until [`Sheet::close`] belongs to it.
    pub fn open(&mut self, tag: Tag) {
        self.open.push((tag, Vec::new()));
    }

    /// Closes the tag that was opened last.
    pub fn close(&mut self) {
        if let Some((tag, children)) = self.open.pop() {
            self.hang(Node::Branch(tag, children));
        }
    }

    /// Draws something that is read.
    pub fn draw(&mut self, mark: Mark) {
        let page = self.page();
        self.hang(Node::Leaf(page, self.pages[page].len()));
        self.pages[page].push((mark, Role::Content));
    }

    /// Draws something that is not read.
    pub fn decorate(&mut self, mark: Mark) {
        let page = self.page();
        self.pages[page].push((mark, Role::Decoration));
    }

    /// Draws a running header or a page's number.
    pub fn run(&mut self, page: usize, running: Running, text: Text) {
        self.pages[page].push((Mark::Text(text), Role::Running(running)));
    }

    /// Adds an entry to the outline at this height of the current page.
    pub fn bookmark(&mut self, words: &str, y: f32) {
        self.headings.push(Heading { words: words.to_owned(), page: self.page(), y });
    }

    /// The marks of every page.
    #[cfg(test)]
    pub fn marks(&self) -> impl Iterator<Item = Vec<&Mark>> {
        self.pages.iter().map(|page| page.iter().map(|(mark, _)| mark).collect())
    }

    fn hang(&mut self, node: Node) {
        match self.open.last_mut() {
            Some((_, children)) => children.push(node),
            None => self.roots.push(node),
        }
    }
}
