package page

// MM is a millimetre in points.
const MM = 72 / 25.4

// The page: A4 portrait.
const (
	PaperW  = 595.28
	PaperH  = 841.89
	Left    = 18 * MM
	Right   = PaperW - 18*MM
	TextW   = Right - Left
	TopY    = 23 * MM
	BottomY = PaperH - 20*MM
)

// The colours are sober and keep 4.5:1 on white and on pale; each verdict has a sign and a word beside its colour.
var (
	Ink      = Color{}
	Grey     = Color{0x55, 0x5B, 0x66}
	Navy     = Color{0x1B, 0x36, 0x5D}
	Rule     = Color{0xC3, 0xC9, 0xD2}
	Pale     = Color{0xF1, 0xF4, 0xF8}
	White    = Color{0xFF, 0xFF, 0xFF}
	Green    = Color{0x1A, 0x6B, 0x3A}
	Teal     = Color{0x0B, 0x61, 0x7A}
	Red      = Color{0xB0, 0x1E, 0x1E}
	Amber    = Color{0x8A, 0x4B, 0x00}
	Slate    = Color{0x4E, 0x55, 0x60}
	Blush    = Color{0xFD, 0xEE, 0xEC}
	LinkBlue = Color{0x1A, 0x4F, 0x9C}
)

// The sizes of texts, in points.
const (
	SizeBody  = 9
	SizeSmall = 7.5
	SizeTiny  = 6.8
	sizeMono  = 7.2
	Leading   = 1.36 // line height for one point of size
)

// The styles of texts.
var (
	Body        = Style{Sans, SizeBody, Ink}
	BodyBold    = Style{SansBold, SizeBody, Ink}
	BodyGrey    = Style{Sans, SizeBody, Grey}
	unknown     = Style{SansItalic, SizeBody, Grey}
	Small       = Style{Sans, SizeSmall, Ink}
	SmallBold   = Style{SansBold, SizeSmall, Ink}
	SmallGrey   = Style{Sans, SizeSmall, Grey}
	SmallItalic = Style{SansItalic, SizeSmall, Grey}
	Tiny        = Style{Sans, SizeTiny, Grey}
	Code        = Style{Mono, sizeMono, Ink}
)

// Font is a style: a face, a size in points, a colour.
func Font(face FaceID, size float64, color Color) Style { return Style{face, size, color} }
