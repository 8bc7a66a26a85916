package web_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// themes reads the colours of each theme from the style.
func themes(t *testing.T) map[string]map[string]string {
	t.Helper()
	css, err := os.ReadFile("static/recette.css")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	block := regexp.MustCompile(`(:root[^{]*)\{([^}]*)\}`)
	colour := regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`)
	for _, m := range block.FindAllStringSubmatch(string(css), -1) {
		colours := map[string]string{}
		for _, c := range colour.FindAllStringSubmatch(m[2], -1) {
			colours[c[1]] = c[2]
		}
		out[strings.TrimSpace(m[1])] = colours
	}
	if len(out) != 3 {
		t.Fatalf("%d themes, want that of light, of dark by the system and by choice", len(out))
	}
	return out
}

// luminance is the relative luminance of a colour (WCAG 2.2).
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	var l float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		l += weight * c
	}
	return l
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestContrast: words are read on both grounds of both themes, and borders of what is pressed are seen (WCAG 2.2, 1.4.3
// and 1.4.11). Dark by choice is dark by the system.
func TestContrast(t *testing.T) {
	all := themes(t)
	for theme, c := range all {
		for _, ground := range []string{"bg", "card"} {
			for _, word := range []string{
				"ink", "soft", "accent", "passed", "remark", "failed", "blocked", "aside", "waiting",
			} {
				if r := contrast(t, c[word], c[ground]); r < 4.5 {
					t.Errorf("%s: %s on %s: %.2f, want 4.5", theme, word, ground, r)
				}
			}
			if r := contrast(t, c["edge"], c[ground]); r < 3 {
				t.Errorf("%s: edge on %s: %.2f, want 3", theme, ground, r)
			}
		}
		for word, ground := range map[string]string{"on-accent": "accent", "ink": "failed-ground"} {
			if r := contrast(t, c[word], c[ground]); r < 4.5 {
				t.Errorf("%s: %s on %s: %.2f, want 4.5", theme, word, ground, r)
			}
		}
	}
	system, chosen := all[`:root:not([data-theme="light"])`], all[`:root[data-theme="dark"]`]
	for name, colour := range system {
		if chosen[name] != colour {
			t.Errorf("dark by choice, %s is %s and not %s", name, chosen[name], colour)
		}
	}
}
