package campaign

// Folded counts the positions that a campaign in memory keeps beyond its reading; MaxFolded is how many it may.
func Folded(s *Service, id string) int { return len(s.campaigns[id].folded) }

const MaxFolded = maxFolded
