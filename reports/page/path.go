package page

import "fmt"

// Hex writes a colour as style sheets do, "#1b365d".
func (k Color) Hex() string { return fmt.Sprintf("#%02x%02x%02x", k.r, k.g, k.b) }

// Path strokes a broken line through the points whose abscissas and ordinates follow each other. With on and off it is
// dashed.
func (c *Canvas) Path(line, on, off float64, k Color, xy ...float64) {
	c.op("q 1 j")
	if on > 0 {
		c.op(" [")
		c.num(on)
		c.num(off)
		c.op(" ] 0 d")
	}
	c.rgb(k, "RG")
	c.num(line)
	c.op(" w")
	for i := 0; i+1 < len(xy); i += 2 {
		c.at(xy[i], xy[i+1])
		if i == 0 {
			c.op(" m")
		} else {
			c.op(" l")
		}
	}
	c.op(" S Q\n")
}

// Disc fills a circle.
func (c *Canvas) Disc(x, y, r float64, k Color) { c.circle(x, y, r, 0, k) }

// TextUp draws s upwards, its baseline on x, from y on. Like Text it wants a clean one.
func (c *Canvas) TextUp(x, y float64, st Style, s string) {
	c.op("q 0 1 -1 0")
	c.at(x, y)
	c.op(" cm\n")
	c.size = 0 // the font that is set within does not outlive it
	h := c.h
	c.h = 0
	c.Text(0, 0, st, s)
	c.h, c.size = h, 0
	c.op("Q\n")
}
