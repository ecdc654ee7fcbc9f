// What the main file of a slide of several files lists: MIRAX (Slidedat.ini), Hamamatsu VMS and VMU. Its
// names are compared with the files that were given beside it and never become a path: for OpenSlide the list
// is written anew, with names of ours and the keys that the picture needs.
#pragma once

#include "imaging/byte_reader.h"

#include <cstddef>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::slide_set {

inline constexpr std::size_t kMaxParts = 4'096;

enum class SetKind { mirax, vms, vmu };
BOOST_DESCRIBE_ENUM(SetKind, mirax, vms, vmu)

/// `unused`: belongs to the slide, but the picture does not need it (photographs, other focal planes, places
/// of markers that OpenSlide finds by itself).
enum class PartRole { index, data, image, map, unused };
BOOST_DESCRIBE_ENUM(PartRole, index, data, image, map, unused)

struct Part {
    PartRole role = PartRole::unused;
    /// As the list has it: identifying.
    std::string name;
};

inline bool is_needed(PartRole role) {
    return role != PartRole::unused;
}

struct Listing {
    SetKind kind = SetKind::mirax;
    std::vector<Part> parts;
    /// The list over parts that are called as part_name says.
    std::string neutral;
    /// Texts of the list that name the slide: numbers, bar codes.
    std::vector<std::string> identifiers;
};

/// By its first bytes.
bool is_set_file(Bytes file);

/// Of a file for which is_set_file holds. Throws base::Error "slide.set_damaged".
Listing read_listing(Bytes file);

std::string part_name(std::size_t number);

/// "index", "data", … for people; and how the whole set comes to be given.
std::string describe_role(PartRole role);
std::string how_to_give(SetKind kind);

}  // namespace medal::imaging::slide_set
