package reports

// mm is a millimetre in points.
const mm = 72 / 25.4

// The page: A4 portrait.
const (
	pageW   = 595.28
	pageH   = 841.89
	left    = 18 * mm
	right   = pageW - 18*mm
	textW   = right - left
	topY    = 23 * mm
	bottomY = pageH - 20*mm
)

// The colours are sober and keep 4.5:1 on white and on pale; each verdict has a sign and a word beside its colour.
var (
	ink    = color{}
	grey   = color{0x55, 0x5B, 0x66}
	navy   = color{0x1B, 0x36, 0x5D}
	rule   = color{0xC3, 0xC9, 0xD2}
	pale   = color{0xF1, 0xF4, 0xF8}
	white  = color{0xFF, 0xFF, 0xFF}
	green  = color{0x1A, 0x6B, 0x3A}
	teal   = color{0x0B, 0x61, 0x7A}
	red    = color{0xB0, 0x1E, 0x1E}
	amber  = color{0x8A, 0x4B, 0x00}
	slate  = color{0x4E, 0x55, 0x60}
	blush  = color{0xFD, 0xEE, 0xEC}
	linkBl = color{0x1A, 0x4F, 0x9C}
)

// The sizes of texts, in points.
const (
	sizeBody  = 9
	sizeSmall = 7.5
	sizeTiny  = 6.8
	sizeMono  = 7.2
	leading   = 1.36 // line height for one point of size
)

var (
	body     = style{sans, sizeBody, ink}
	bodyBold = style{sansBold, sizeBody, ink}
	bodyGrey = style{sans, sizeBody, grey}
	unknown  = style{sansItalic, sizeBody, grey}
	small    = style{sans, sizeSmall, ink}
	smallB   = style{sansBold, sizeSmall, ink}
	smallG   = style{sans, sizeSmall, grey}
	smallI   = style{sansItalic, sizeSmall, grey}
	tiny     = style{sans, sizeTiny, grey}
	code     = style{mono, sizeMono, ink}
)
