package fault

import "recette/runner/protocol"

// Codes of what the program itself finds out about a worker: how it was started, spoken to and ended.
const (
	Start     protocol.Code = "start"     // it could not be started
	Greeting  protocol.Code = "greeting"  // it did not say which definitions it has
	Match     protocol.Code = "match"     // it did not say what its definitions match
	Died      protocol.Code = "died"      // it ended unasked
	Exit      protocol.Code = "exit"      // with that exit status
	Signal    protocol.Code = "signal"    // by that signal
	Closed    protocol.Code = "closed"    // it closed its end of the protocol
	Gone      protocol.Code = "gone"      // the stream ended, nobody knows why
	Survivors protocol.Code = "survivors" // processes that it started would not go
	Keeper    protocol.Code = "keeper"    // a step killed the process that knew them
	Unbegun   protocol.Code = "unbegun"   // it broke before anything of the scenario ran
)

// Codes of what a worker did not say in time.
const (
	Timeout  protocol.Code = "timeout"
	Quiet    protocol.Code = "quiet"    // it was silent for so long
	Mute     protocol.Code = "mute"     // it neither reads nor answers
	deadline protocol.Code = "deadline" // the time of the program itself was up
)

// Codes of what a worker said against the protocol.
const (
	Protocol  protocol.Code = "protocol"        // what it said cannot be understood
	Malformed protocol.Code = "malformed"       // it is no line of the protocol; what the JSON library says follows
	Long      protocol.Code = "long"            // it is longer than so many bytes
	Count     protocol.Code = "count"           // it holds no message, or something beside one
	Encoding  protocol.Code = "encoding"        // it is not UTF-8
	Cut       protocol.Code = "cut"             // it breaks off
	Amiss     protocol.Code = "amiss"           // it answers something else than what was asked
	Unasked   protocol.Code = "unasked"         // it says more than it was asked
	Step      protocol.Code = "step-expected"   // it did not tell of that step, counted from 1
	Wait      protocol.Code = "wait-expected"   // it did not wait at that step, counted from 1
	End       protocol.Code = "end-expected"    // it did not end the scenario
	Short     protocol.Code = "short"           // it ended the scenario before its last step
	Silent    protocol.Code = "silent"          // a failure came without a word
	Refused   protocol.Code = "request-refused" // it refused a request
	Request   protocol.Code = "request"         // a request does not fit in the protocol
)

// Codes of attachments that are not kept.
const (
	Attachment protocol.Code = "refused" // of that name
	Type       protocol.Code = "type"    // its content is of that type, its name has that extension
	Over       protocol.Code = "over"    // it is over so many bytes
	Image      protocol.Code = "image"   // it cannot be read as an image
	Pixels     protocol.Code = "pixels"  // it is so wide and so high, over so many pixels in all
	Empty      protocol.Code = "empty"
	Nameless   protocol.Code = "nameless" // the name of one that has none
)

// Unreachable is the code of an environment under test, at that address, that does not answer.
const Unreachable protocol.Code = "unreachable"
