package page

import "math"

func (c *Canvas) op(s string) { c.buf = append(c.buf, s...) }

func (c *Canvas) at(x, y float64) {
	c.num(x)
	c.num(c.h - y)
}

// Fill paints a rectangle.
func (c *Canvas) Fill(x, y, w, h float64, k Color) {
	c.rgb(k, "rg")
	c.at(x, y+h)
	c.num(w)
	c.num(h)
	c.op(" re f 0 g\n")
}

// Frame strokes a rectangle, the line inside it.
func (c *Canvas) Frame(x, y, w, h, line float64, k Color) {
	c.rgb(k, "RG")
	c.num(line)
	c.op(" w")
	c.at(x+line/2, y+h-line/2)
	c.num(w - line)
	c.num(h - line)
	c.op(" re S 0 G\n")
}

// stroke draws a broken line.
func (c *Canvas) stroke(line float64, k Color, ps ...point) {
	c.rgb(k, "RG")
	c.num(line)
	c.op(" w")
	c.path(ps)
	c.op(" S 0 G\n")
}

// Dash draws a dotted segment.
func (c *Canvas) Dash(x1, y1, x2, y2, line, on, off float64, k Color) {
	c.op("q [")
	c.num(on)
	c.num(off)
	c.op(" ] 0 d")
	c.rgb(k, "RG")
	c.num(line)
	c.op(" w")
	c.path([]point{{x1, y1}, {x2, y2}})
	c.op(" S Q\n")
}

func (c *Canvas) path(ps []point) {
	for i, p := range ps {
		c.at(p.x, p.y)
		if i == 0 {
			c.op(" m")
		} else {
			c.op(" l")
		}
	}
}

// circle strokes a circle (four Bézier curves), or fills it when line is 0.
func (c *Canvas) circle(x, y, r, line float64, k Color) {
	const kappa = 0.5523
	end := " h f 0 g\n"
	if line > 0 {
		c.rgb(k, "RG")
		c.num(line)
		c.op(" w")
		end = " h S 0 G\n"
	} else {
		c.rgb(k, "rg")
	}
	c.at(x+r, y)
	c.op(" m")
	for i := range 4 {
		a, b := float64(i)*math.Pi/2, float64(i+1)*math.Pi/2
		c.at(x+r*(math.Cos(a)-kappa*math.Sin(a)), y+r*(math.Sin(a)+kappa*math.Cos(a)))
		c.at(x+r*(math.Cos(b)+kappa*math.Sin(b)), y+r*(math.Sin(b)-kappa*math.Cos(b)))
		c.at(x+r*math.Cos(b), y+r*math.Sin(b))
		c.op(" c")
	}
	c.op(end)
}

// Hatch draws parallel lines over a rectangle: step apart, at a slope (dx for each unit of height).
func (c *Canvas) Hatch(x, y, w, h, step, slope, line float64, k Color) {
	c.op("q")
	c.at(x, y+h)
	c.num(w)
	c.num(h)
	c.op(" re W n")
	c.rgb(k, "RG")
	c.num(line)
	c.op(" w")
	run := math.Abs(slope) * h
	for s := x - run; s < x+w+run; s += step {
		c.path([]point{{s, y + h}, {s + slope*h, y}})
	}
	c.op(" S Q\n")
}

// Icon is a sign drawn as a shape: the embedded fonts have no ✔ ✖ ⏸ ☐ ☒.
type Icon uint8

// The signs.
const (
	iconNone Icon = iota
	IconPassed
	IconRemark
	IconFailed
	IconBlocked
	IconNotRun
	IconNotApplicable
	IconBox
	IconBoxChecked
	IconWarning
)

// Icon draws a sign in a square of side s whose top left corner is x, y.
func (c *Canvas) Icon(k Icon, x, y, s float64, col Color) {
	u := func(a, b float64) point { return point{x + a*s, y + b*s} }
	line := max(s*0.15, 0.6)
	c.op("1 J 1 j ")
	switch k {
	case iconNone, iconIndent:
	case IconPassed:
		c.stroke(line, col, u(0.12, 0.55), u(0.40, 0.82), u(0.90, 0.18))
	case IconRemark:
		c.stroke(line, col, u(0.06, 0.45), u(0.32, 0.70), u(0.80, 0.10))
		c.circle(x+0.82*s, y+0.84*s, 0.13*s, 0, col)
	case IconFailed:
		c.stroke(line, col, u(0.16, 0.16), u(0.84, 0.84))
		c.stroke(line, col, u(0.84, 0.16), u(0.16, 0.84))
	case IconBlocked:
		c.stroke(line*1.3, col, u(0.32, 0.16), u(0.32, 0.84))
		c.stroke(line*1.3, col, u(0.70, 0.16), u(0.70, 0.84))
	case IconNotRun:
		c.circle(x+s/2, y+s/2, 0.36*s, line, col)
	case IconNotApplicable:
		c.stroke(line, col, u(0.15, 0.5), u(0.85, 0.5))
	case IconBox, IconBoxChecked:
		c.op("0 J 0 j ")
		c.Frame(x, y, s, s, max(s*0.09, 0.8), col)
		if k == IconBoxChecked {
			c.stroke(s*0.14, col, u(0.22, 0.22), u(0.78, 0.78))
			c.stroke(s*0.14, col, u(0.78, 0.22), u(0.22, 0.78))
		}
	case IconWarning:
		c.stroke(line*0.8, col, u(0.5, 0.08), u(0.96, 0.90), u(0.04, 0.90), u(0.5, 0.08))
		c.stroke(line*0.9, col, u(0.5, 0.36), u(0.5, 0.62))
		c.circle(x+0.5*s, y+0.77*s, line*0.5, 0, col)
	}
	c.op("0 J 0 j\n")
}
