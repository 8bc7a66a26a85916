package meant

import "testing"

func TestAway(t *testing.T) {
	for _, tc := range []struct {
		a, b       string
		most, want int
	}{
		{"", "", 2, 0},
		{"abc", "abc", 0, 0},
		{"abc", "abd", 2, 1},
		{"abc", "ab", 2, 1},
		{"ab", "abc", 2, 1},
		{"abc", "xyz", 2, 3},
		{"kitten", "sitting", 3, 3},
		{"kitten", "sitting", 2, 3},
		{"abcdef", "bcdefa", 2, 2},
		{"abcdef", "bcdefa", 4, 2},
		{"a", "abcd", 2, 3},
	} {
		if got := Away([]rune(tc.a), []rune(tc.b), tc.most); got != tc.want {
			t.Errorf("Away(%q, %q, %d) = %d, want %d", tc.a, tc.b, tc.most, got, tc.want)
		}
	}
}

// FuzzAway compares the band with the whole table.
func FuzzAway(f *testing.F) {
	f.Add("kitten", "sitting", 3)
	f.Fuzz(func(t *testing.T, x, y string, most int) {
		a, b := []rune(x), []rune(y)
		if len(a) > 60 || len(b) > 60 || most < 0 || most > 60 {
			return
		}
		table := make([][]int, len(a)+1)
		for i := range table {
			table[i] = make([]int, len(b)+1)
			for j := range table[i] {
				switch {
				case i == 0:
					table[i][j] = j
				case j == 0:
					table[i][j] = i
				default:
					cost := table[i-1][j-1]
					if a[i-1] != b[j-1] {
						cost++
					}
					table[i][j] = min(cost, table[i-1][j]+1, table[i][j-1]+1)
				}
			}
		}
		if want := min(table[len(a)][len(b)], most+1); Away(a, b, most) != want {
			t.Errorf("Away(%q, %q, %d) = %d, want %d", x, y, most, Away(a, b, most), want)
		}
	})
}
