package campaign

// Ahead counts the positions that a campaign in memory keeps beyond its reading; AheadMost is how many it may.
func Ahead(s *Service, id string) int { return len(s.campaigns[id].ahead) }

const AheadMost = aheadMost
