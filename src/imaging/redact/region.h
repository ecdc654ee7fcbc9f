// A place in a picture that a person wants made unreadable, on the frames of one file. No text, no name:
// only where and how.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::redact {

/// `fill` leaves nothing; `block` the means of coarse cells; `blur` the same means with soft edges.
enum class Style { fill, block, blur };
BOOST_DESCRIBE_ENUM(Style, fill, block, blur)

/// What was there: it decides which element of a DICOM file says that it is gone.
enum class Subject { text, face, other };
BOOST_DESCRIBE_ENUM(Subject, text, face, other)

/// In pixels of the shown picture, from its upper left corner; frames from 0, both ends included.
struct Region {
    std::uint64_t frame_from = 0;
    std::uint64_t frame_to = 0;
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    Style style = Style::fill;
    Subject subject = Subject::text;
};
BOOST_DESCRIBE_STRUCT(Region, (), (frame_from, frame_to, x, y, width, height, style, subject))

struct UidChange {
    std::string from;
    std::string to;
};
BOOST_DESCRIBE_STRUCT(UidChange, (), (from, to))

struct Request {
    std::string path;
    std::string output;
    std::vector<Region> regions;
    /// Of DICOM instances whose pixels change, wherever they are named.
    std::vector<UidChange> uids;
    /// The pixels were changed by `deface` already: the file only has to say so.
    bool is_defaced = false;
    /// Faces were looked for, and none is left: the file says which option was used (PS3.15, E.3.2).
    bool is_searched_for_faces = false;
};
BOOST_DESCRIBE_STRUCT(Request, (), (path, output, regions, uids, is_defaced, is_searched_for_faces))

struct Result {
    /// False where nothing had to change.
    bool is_written = false;
    /// Of what was written.
    std::string media_type;
    std::uint64_t frames_changed = 0;
};
BOOST_DESCRIBE_STRUCT(Result, (), (is_written, media_type, frames_changed))

}  // namespace medal::imaging::redact
