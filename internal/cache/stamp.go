package cache

// Stamp is how a file stands on the disk. Two readings with one stamp read one content, provided that the file had been
// left alone for a while before the first (Margin): any write changes the time of the latest change, which no program
// sets.
type Stamp struct {
	Size              int64
	Modified, Changed int64 // nanoseconds of the clock of the file system
	Inode, Device     uint64
}
