package page

import (
	"math"
	"testing"
)

// Words in a colour stay readable on both grounds: 4.5:1 at least (WCAG 2.1, 1.4.3).
func TestContrast(t *testing.T) {
	light := func(k Color) float64 {
		l := 0.0
		for i, v := range [3]uint8{k.r, k.g, k.b} {
			c := float64(v) / 255
			if c <= 0.03928 {
				c /= 12.92
			} else {
				c = math.Pow((c+0.055)/1.055, 2.4)
			}
			l += c * [3]float64{0.2126, 0.7152, 0.0722}[i]
		}
		return l
	}
	for _, ground := range []Color{White, Pale, Blush} {
		for _, k := range []Color{Ink, Grey, Navy, Green, Teal, Red, Amber, Slate, LinkBlue} {
			if ratio := (light(ground) + 0.05) / (light(k) + 0.05); ratio < 4.5 {
				t.Errorf("%v on %v: %.2f:1", k, ground, ratio)
			}
		}
	}
}
