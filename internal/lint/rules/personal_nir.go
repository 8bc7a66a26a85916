package rules

// nirAt reads a French social security number (NIR) with its key: sex, year, month, department, town, order, key. One with a
// wrong key, or with a part that no registry writes, is nobody's.
func (a *persons) nirAt(text string, at int) (somebodys, bool) {
	if c := text[at]; c < '1' || c > '8' || c == '5' || c == '6' {
		return somebodys{}, false
	}
	t, ok := readToken(text, at, 15, 6)
	if !ok || !t.plausibleNIR() || beginsAny(t.bare(), a.nirs) {
		return somebodys{}, false
	}
	return somebodys{at, t.to, &a.nir}, true
}

// plausibleNIR checks the parts and the key of a NIR (Insee, répertoire national d'identification des personnes physiques):
// month 1 to 12, or 20 to 42 and 50 to 99 when the birth certificate has none; department 01 to 99, 2A and 2B for Corsica;
// the order in the register of births starts at 001. The key is 97 less the rest of the number by 97, in which 2A counts as
// 19 and 2B as 18.
func (t *token) plausibleNIR() bool {
	var n int64
	for i := range 13 {
		c := t.chars[i]
		switch c {
		case 'A': // after the 2: 2A counts as 19
			n = n - 2 + 1
			c = '9'
		case 'B':
			n = n - 2 + 1
			c = '8'
		}
		n = n*10 + int64(c-'0')
	}
	if letter := t.chars[6]; (letter == 'A' || letter == 'B') && t.chars[5] != '2' {
		return false
	}
	two := func(i int) int { return int(t.chars[i]-'0')*10 + int(t.chars[i+1]-'0') }
	month, key := two(3), two(13)
	known := month >= 1 && month <= 12 || month >= 20 && month <= 42 || month >= 50
	department := t.chars[5] != '0' || t.chars[6] != '0'
	order := t.chars[10] != '0' || t.chars[11] != '0' || t.chars[12] != '0'
	return known && department && order && key == int(97-n%97)
}
