package picture

import (
	"image"
	"image/draw"
)

// upright sets a picture as its orientation says, in the model that it has.
func upright(m image.Image, o int) image.Image {
	if o == 1 {
		return m
	}
	b := m.Bounds()
	to := turned(b.Dx(), b.Dy(), o)
	switch m := m.(type) {
	case *image.YCbCr:
		return planes(m, to, o)
	case *image.Gray:
		out := image.NewGray(to)
		turn(out.Pix, m.Pix, m.Stride, b.Dx(), b.Dy(), 1, o)
		return out
	case *image.NRGBA:
		out := image.NewNRGBA(to)
		turn(out.Pix, m.Pix, m.Stride, b.Dx(), b.Dy(), 4, o)
		return out
	}
	flat := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(flat, flat.Rect, m, b.Min, draw.Src)
	out := image.NewRGBA(to)
	turn(out.Pix, flat.Pix, flat.Stride, b.Dx(), b.Dy(), 4, o)
	return out
}

// turned gives the bounds of what is set upright.
func turned(w, h, o int) image.Rectangle {
	if o >= 5 {
		w, h = h, w
	}
	return image.Rect(0, 0, w, h)
}

// planes turns the three planes of a photo; those of colour may be smaller, each way of its own.
func planes(m *image.YCbCr, to image.Rectangle, o int) *image.YCbCr {
	b, ratio := m.Bounds(), m.SubsampleRatio
	if o >= 5 {
		switch ratio {
		case image.YCbCrSubsampleRatio422:
			ratio = image.YCbCrSubsampleRatio440
		case image.YCbCrSubsampleRatio440:
			ratio = image.YCbCrSubsampleRatio422
		case image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410: // there is no such ratio the other way round
			return planes(full(m), to, o)
		default:
		}
	}
	out := image.NewYCbCr(to, ratio)
	turn(out.Y, m.Y, m.YStride, b.Dx(), b.Dy(), 1, o)
	cw, ch := out.CStride, len(out.Cb)/max(out.CStride, 1)
	if o >= 5 {
		cw, ch = ch, cw
	}
	turn(out.Cb, m.Cb, m.CStride, cw, ch, 1, o)
	turn(out.Cr, m.Cr, m.CStride, cw, ch, 1, o)
	return out
}

// full gives the same photo with as many points of colour as of light.
func full(m *image.YCbCr) *image.YCbCr {
	b := m.Bounds()
	out := image.NewYCbCr(image.Rect(0, 0, b.Dx(), b.Dy()), image.YCbCrSubsampleRatio444)
	for y := range b.Dy() {
		for x := range b.Dx() {
			c, i := m.YCbCrAt(b.Min.X+x, b.Min.Y+y), out.YOffset(x, y)
			out.Y[i], out.Cb[i], out.Cr[i] = c.Y, c.Cb, c.Cr
		}
	}
	return out
}

// turn copies the points of a plane of w by h, each of size bytes, to where the orientation says that they lie.
func turn(to, from []byte, stride, w, h, size, o int) {
	width := w
	if o >= 5 {
		width = h
	}
	for y := range h {
		row := from[y*stride : y*stride+w*size]
		for x := range w {
			i := place(x, y, w, h, width, o) * size
			copy(to[i:i+size], row[x*size:x*size+size])
		}
	}
}

// place gives the index, in an upright picture of that width, of the point at x, y of one of w by h.
func place(x, y, w, h, width, o int) int {
	switch o {
	case 2: // mirrored from left to right
		x = w - 1 - x
	case 3: // upside down
		x, y = w-1-x, h-1-y
	case 4: // mirrored from top to bottom
		y = h - 1 - y
	case 5: // along the diagonal
		x, y = y, x
	case 6: // to the right
		x, y = h-1-y, x
	case 7: // along the other diagonal
		x, y = h-1-y, w-1-x
	case 8: // to the left
		x, y = y, w-1-x
	}
	return y*width + x
}
