package meant

// Away counts the letters to insert, delete or replace between two long texts, up to most; more than that is most+1. A
// swap counts for two. Only the cells of the table that can be within most are computed.
func Away(a, b []rune, most int) int {
	if most < 0 || len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = min(j, most+1)
	}
	for i := 1; i <= len(a); i++ {
		from, to := max(1, i-most), min(len(b), i+most)
		diagonal := row[from-1]
		if from == 1 {
			row[0] = min(i, most+1)
		} else {
			row[from-1] = most + 1
		}
		least := row[from-1]
		for j := from; j <= to; j++ {
			up := most + 1
			if j < i+most {
				up = row[j] + 1
			}
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, up, row[j-1]+1, most+1)
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
	}
	return row[len(b)]
}
