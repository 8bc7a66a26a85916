package pdf

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"testing"
)

// The profile is the same on every machine and in every release: its digest stands in each signed report.
func TestProfileIsPinned(t *testing.T) {
	p := sRGB()
	if int(binary.BigEndian.Uint32(p)) != len(p) || string(p[36:40]) != "acsp" {
		t.Fatalf("header announces %d bytes of %d", binary.BigEndian.Uint32(p), len(p))
	}
	sum := sha256.Sum256(p)
	const want = "bb25795a4527cc19d3b2ee3fad5f1209971751b9f65322c4a2897a7b2f9ea12b"
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("profile digest %s, want %s", got, want)
	}
}

// The colorants agree with those that IEC 61966-2-1 profiles publish, to their own precision.
func TestColorants(t *testing.T) {
	want := [3][3]float64{{0.4361, 0.2225, 0.0139}, {0.3851, 0.7169, 0.0971}, {0.1431, 0.0606, 0.7141}}
	var white [3]float64
	for c, v := range sRGBColumns() {
		for i := range v {
			white[i] += v[i]
			if math.Abs(v[i]-want[c][i]) > 2e-4 {
				t.Errorf("colorant %d, component %d: %.5f, want %.4f", c, i, v[i], want[c][i])
			}
		}
	}
	for i := range white {
		if math.Abs(white[i]-d50[i]) > 1e-9 {
			t.Errorf("white component %d: %.6f, want %.4f", i, white[i], d50[i])
		}
	}
}
