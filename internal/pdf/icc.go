package pdf

import (
	"encoding/binary"
	"math"
)

// intent writes the output intent: device colours of the pages are sRGB (ISO 19005-3, 6.2.3).
func (f *finaliser) intent() {
	profile := f.add(&Stream{Dict: NewDict(Entry{"N", Integer(3)}), Data: sRGB()})
	f.root.Set("OutputIntents", Array{NewDict(
		Entry{"Type", Name("OutputIntent")}, Entry{"S", Name("GTS_PDFA1")},
		Entry{"OutputConditionIdentifier", String("sRGB IEC61966-2.1")}, Entry{"Info", String("sRGB IEC61966-2.1")},
		Entry{"RegistryName", String("http://www.color.org")}, Entry{"DestOutputProfile", profile})})
}

// sRGB computes a monitor profile of ICC version 2.1 (ICC.1:2001-04) from the definition of IEC 61966-2-1: three
// matrix columns adapted to the D50 white of the connection space, one tone curve shared by the three channels.
func sRGB() []byte {
	cols := sRGBColumns()
	tags := []struct {
		sig  string
		data []byte
	}{
		{"desc", iccDescription("sRGB IEC61966-2.1")},
		{"cprt", append([]byte("text\x00\x00\x00\x00"), "Public domain\x00"...)},
		{"wtpt", iccXYZ(d50)},
		{"rXYZ", iccXYZ(cols[0])},
		{"gXYZ", iccXYZ(cols[1])},
		{"bXYZ", iccXYZ(cols[2])},
		{"rTRC", sRGBCurve()},
		{"gTRC", nil}, // the same bytes as rTRC
		{"bTRC", nil},
	}
	const head = 128
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	pos := head + 4 + 12*len(tags)
	var body []byte
	var last [2]uint32
	for _, t := range tags {
		if t.data != nil {
			last = [2]uint32{uint32(pos + len(body)), uint32(len(t.data))}
			body = append(body, t.data...)
			for len(body)%4 != 0 {
				body = append(body, 0)
			}
		}
		table = append(table, t.sig...)
		table = binary.BigEndian.AppendUint32(table, last[0])
		table = binary.BigEndian.AppendUint32(table, last[1])
	}
	p := make([]byte, head, pos+len(body))
	binary.BigEndian.PutUint32(p, uint32(pos+len(body)))
	binary.BigEndian.PutUint32(p[8:], 0x02100000)
	copy(p[12:], "mntrRGB XYZ ")
	// The date is part of the format: that of the publication of the standard (1999-10-18), not of the run.
	for i, v := range []uint16{1999, 10, 18, 0, 0, 0} {
		binary.BigEndian.PutUint16(p[24+2*i:], v)
	}
	copy(p[36:], "acsp")
	copy(p[68:], iccXYZ(d50)[8:])
	return append(append(p, table...), body...)
}

// d50 is the white of the profile connection space (ICC.1:2001-04, 6.1.3).
var d50 = [3]float64{0.9642, 1, 0.8249}

// fixed gives the s15Fixed16 form of a number.
func fixed(v float64) uint32 { return uint32(int32(math.Round(v * 65536))) }

func iccXYZ(v [3]float64) []byte {
	b := []byte("XYZ \x00\x00\x00\x00")
	for _, c := range v {
		b = binary.BigEndian.AppendUint32(b, fixed(c))
	}
	return b
}

// iccDescription makes a textDescriptionType with empty Unicode and ScriptCode parts.
func iccDescription(s string) []byte {
	b := []byte("desc\x00\x00\x00\x00")
	b = binary.BigEndian.AppendUint32(b, uint32(len(s)+1))
	b = append(append(b, s...), 0)
	return append(b, make([]byte, 4+4+2+1+67)...)
}

// sRGBCurve tabulates the decoding function of IEC 61966-2-1 on 1024 points.
func sRGBCurve() []byte {
	const n = 1024
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), n)
	for i := range n {
		v := float64(i) / (n - 1)
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		b = binary.BigEndian.AppendUint16(b, uint16(math.Round(v*65535)))
	}
	return b
}

type matrix [3][3]float64

func (m matrix) apply(v [3]float64) (out [3]float64) {
	for i := range out {
		// The conversions keep the compiler from fusing a product and a sum: the same bytes on every processor.
		out[i] = float64(float64(m[i][0]*v[0])+float64(m[i][1]*v[1])) + float64(m[i][2]*v[2])
	}
	return out
}

// solve returns the x of m·x = v by Cramer's rule.
func (m matrix) solve(v [3]float64) (x [3]float64) {
	det := func(a matrix) float64 {
		minor := func(i, j, k, l int) float64 { return float64(a[1][i]*a[2][j]) - float64(a[1][k]*a[2][l]) }
		return float64(
			float64(a[0][0]*minor(1, 2, 2, 1))-float64(a[0][1]*minor(0, 2, 2, 0)),
		) + float64(a[0][2]*minor(0, 1, 1, 0))
	}
	whole := det(m)
	for c := range x {
		a := m
		for r := range a {
			a[r][c] = v[r]
		}
		x[c] = det(a) / whole
	}
	return x
}

// sRGBColumns computes the colorants of red, green and blue: primaries of ITU-R BT.709 scaled to the D65 white, then
// adapted to D50 with the Bradford matrix (ICC.1:2001-04, Annex E).
func sRGBColumns() [3][3]float64 {
	xy := [3][2]float64{{0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}}
	d65 := [3]float64{0.3127 / 0.3290, 1, (1 - 0.3127 - 0.3290) / 0.3290}
	var prim matrix
	for c, p := range xy {
		prim[0][c], prim[1][c], prim[2][c] = p[0]/p[1], 1, (1-p[0]-p[1])/p[1]
	}
	scale := prim.solve(d65)
	bradford := matrix{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}
	from, to := bradford.apply(d65), bradford.apply(d50)
	var out [3][3]float64
	for c := range out {
		v := [3]float64{prim[0][c] * scale[c], prim[1][c] * scale[c], prim[2][c] * scale[c]}
		cone := bradford.apply(v)
		for i := range cone {
			cone[i] *= to[i] / from[i]
		}
		out[c] = bradford.solve(cone)
	}
	return out
}
