package chart

import (
	"cmp"
	"slices"
	"time"

	"recette/reports/page"
)

// Axis is the days and the amounts that a figure shows.
type Axis struct {
	From, To string                  // YYYY-MM-DD, both included
	Most     int                     // the greatest amount
	Day      func(day string) string // a day under the axis, short
	Amount   func(n int) string
	Today    string // marked, when it lies within; with TodayWord
	Word     string
}

// Line is an amount that changes from day to day: it stays what it was until the next point.
type Line struct {
	Key    Key
	Points []Point
	Slope  bool // points are joined, and nothing stays
	Dots   bool // each point is marked
}

// Point is an amount at the end of a day.
type Point struct {
	Day string
	N   float64
}

// Stack is the parts of a day, from the axis upwards.
type Stack struct {
	Day   string
	Parts []Part
}

// Over is a figure over days: stacks, and lines over them.
type Over struct {
	Title         string
	Width, Height float64 // without the legend
	Axis          Axis
	Stacks        []Stack
	Each          int // days that a stack stands for; 0: one
	Lines         []Line
	Keys          []Key // beside those of the lines
}

// grid is where the days and the amounts of a figure lie.
type grid struct {
	x, y, w, h float64
	from       time.Time
	days       int // at least 1
	most       int
}

func (g *grid) at(day string) float64 {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return g.x
	}
	return g.x + g.w*(t.Sub(g.from).Hours()/24+0.5)/float64(g.days)
}

func (g *grid) high(n float64) float64 { return g.y + g.h - g.h*n/float64(g.most) }

// Draw makes the figure. Days that no calendar knows give an empty one.
func (o *Over) Draw(pen Pen) *Drawing {
	d := &Drawing{Title: o.Title, Width: o.Width}
	from, err := time.Parse(time.DateOnly, o.Axis.From)
	to, err2 := time.Parse(time.DateOnly, o.Axis.To)
	if err != nil || err2 != nil || to.Before(from) {
		return d
	}
	step := nice(max(o.Axis.Most, 1))
	g := grid{from: from, days: int(to.Sub(from).Hours()/24) + 1, most: (max(o.Axis.Most, 1) + step - 1) / step * step}
	side := 0.0
	for n := 0; n <= g.most; n += step {
		side = max(side, pen.Width(page.Tiny, pen.Clean(page.Sans, o.Axis.Amount(n))))
	}
	g.x, g.y, g.w, g.h = side+6, 6, o.Width-side-12, o.Height-24
	d.amounts(pen, &g, step, &o.Axis)
	d.dates(pen, &g, &o.Axis)
	d.stacks(&g, o.Stacks, max(o.Each, 1))
	d.today(pen, &g, &o.Axis)
	keys := o.Keys
	for i := range o.Lines {
		d.line(&g, &o.Lines[i])
		keys = append(keys, o.Lines[i].Key)
	}
	d.Height = o.Height + d.legend(pen, g.x, o.Height, g.w, keys)
	return d
}

// amounts draws the levels, with their figures at left.
func (d *Drawing) amounts(pen Pen, g *grid, step int, a *Axis) {
	for n := 0; n <= g.most; n += step {
		y, ink := g.high(float64(n)), page.Rule
		if n == 0 {
			ink = page.Slate
		}
		d.fill(g.x, y-0.25, g.w, 0.5, ink)
		d.text(pen, g.x-4, y-page.Height(page.Tiny)/2, right, page.Tiny, a.Amount(n))
	}
}

// dates draws as many days under the axis as have room.
func (d *Drawing) dates(pen Pen, g *grid, a *Axis) {
	widest := pen.Width(page.Tiny, pen.Clean(page.Sans, a.Day(a.To))) + 8
	each := 1
	for _, n := range []int{1, 2, 7, 14, 28, 56, 91, 182, 364, 728, 3640} {
		if each = n; g.w/float64(g.days)*float64(n) >= widest {
			break
		}
	}
	for i := 0; i < g.days; i += each {
		day := g.from.AddDate(0, 0, i).Format(time.DateOnly)
		x := g.at(day)
		d.fill(x-0.25, g.y+g.h, 0.5, 3, page.Slate)
		word := pen.Clean(page.Sans, a.Day(day))
		half := pen.Width(page.Tiny, word) / 2
		d.text(pen, min(max(x, half), d.Width-half), g.y+g.h+4, centre, page.Tiny, word)
	}
}

func (d *Drawing) today(pen Pen, g *grid, a *Axis) {
	if a.Today < a.From || a.Today > a.To {
		return
	}
	x := g.at(a.Today)
	d.path(0.6, 1.5, page.Slate, x, g.y-4, x, g.y+g.h)
	word := pen.Clean(page.Sans, a.Word)
	if w := pen.Width(page.Tiny, word); x+3+w < g.x+g.w {
		d.text(pen, x+3, g.y-7, left, page.Tiny, word)
	} else {
		d.text(pen, x-3, g.y-7, right, page.Tiny, word)
	}
}

// maxStacks is how many stacks are told apart.
const maxStacks = 80

// Worst keeps as many stacks as can be told apart: of each group of days the worst, which has most of its first part,
// then of the next. It gives how many days a group has.
func Worst(all []Stack) (kept []Stack, each int) {
	each = max((len(all)+maxStacks-1)/maxStacks, 1)
	for group := range slices.Chunk(all, each) {
		kept = append(kept, slices.MaxFunc(group, func(a, b Stack) int {
			return slices.CompareFunc(a.Parts, b.Parts, func(x, y Part) int { return cmp.Compare(x.N, y.N) })
		}))
	}
	return kept, each
}

func (d *Drawing) stacks(g *grid, all []Stack, each int) {
	slot := g.w / float64(g.days)
	for i := range all {
		w := min(slot*float64(each)*0.72, 16)
		x, n := g.at(all[i].Day)-w/2, 0
		for _, p := range all[i].Parts {
			top, foot := g.high(float64(n+p.N)), g.high(float64(n))
			d.swatch(x, top, w, foot-top, p.Pattern)
			n += p.N
		}
	}
}

func (d *Drawing) line(g *grid, l *Line) {
	var xy []float64
	for i, p := range l.Points {
		x, y := g.at(p.Day), g.high(p.N)
		if i > 0 && !l.Slope {
			xy = append(xy, x, xy[len(xy)-1])
		}
		xy = append(xy, x, y)
	}
	if len(xy) >= 4 {
		d.path(l.Key.Weight, l.Key.Dash, l.Key.Pattern.Ink, xy...)
	}
	for _, p := range l.Points {
		if l.Dots || len(xy) < 4 { // one day draws no line
			d.disc(g.at(p.Day), g.high(p.N), 1.9, l.Key.Pattern.Ink)
		}
	}
}

// nice gives the step of about four levels: 1, 2 or 5 times a power of ten.
func nice(most int) int {
	step := 1
	for {
		for _, n := range []int{1, 2, 5} {
			if step*n*5 >= most {
				return step * n
			}
		}
		step *= 10
	}
}
