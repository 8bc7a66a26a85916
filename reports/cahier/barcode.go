package cahier

// widths of the bars and spaces of the symbols of Code 128 (ISO/IEC 15417), by value: bar, space, bar, space, bar,
// space. The last one, which stops, has one bar more.
const widths = "" +
	"212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222" +
	"123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321" +
	"232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121" +
	"313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224" +
	"111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111" +
	"111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113" +
	"114311411113411311113141114131311141411131"

const (
	startB  = 104 // of the set that holds the printable ASCII
	stops   = "2331112"
	quiet   = 10 // modules of nothing at each end
	perCode = 6
)

// code128 gives the modules of the bar code of a text, true for a bar, with the quiet zones that a reader needs. It is
// false for a text that the code cannot hold.
func code128(text string) (modules []bool, ok bool) {
	if text == "" {
		return nil, false
	}
	codes := []int{startB}
	sum := startB
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return nil, false
		}
		code := int(text[i] - ' ')
		codes = append(codes, code)
		sum += (i + 1) * code
	}
	codes = append(codes, sum%103)
	modules = make([]bool, quiet)
	draw := func(widths string) {
		for i := range len(widths) {
			for range widths[i] - '0' {
				modules = append(modules, i%2 == 0)
			}
		}
	}
	for _, code := range codes {
		draw(symbol(code))
	}
	draw(stops)
	return append(modules, make([]bool, quiet)...), true
}

// symbol gives the widths of a value.
func symbol(code int) string {
	switch code {
	case startB:
		return "211214"
	default:
		return widths[code*perCode : (code+1)*perCode]
	}
}
