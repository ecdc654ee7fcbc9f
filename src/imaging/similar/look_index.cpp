#include "imaging/similar/look_index.h"

#include <utility>

namespace medal::imaging::similar {
namespace {

enum class Group : std::uint8_t { content, frame, centre, side };
constexpr Group kGroups[] = {Group::content, Group::frame, Group::centre, Group::side};

Group group_of(Part part) {
    if (part == Part::content) return Group::content;
    if (part == Part::frame || part >= Part::ct_soft) return Group::frame;
    return part <= Part::centre_760 ? Group::centre : Group::side;
}

bool groups_may_meet(Group a, Group b) {
    if (a == Group::side || b == Group::side) return a == Group::frame || b == Group::frame;
    return true;
}

bool is_ct(Part part) {
    return part >= Part::ct_soft;
}

}  // namespace

bool may_meet(Part a, Part b) {
    if (is_ct(a) && is_ct(b)) return a == b;
    const auto first = group_of(a);
    const auto second = group_of(b);
    if ((first == Group::side && is_ct(b)) || (second == Group::side && is_ct(a))) return false;
    return groups_may_meet(first, second);
}

void LookIndex::add(const std::vector<Look>& looks, std::uint32_t image) {
    for (const auto& look : looks) {
        by_phash_[static_cast<std::size_t>(group_of(look.part))].add(
            look.phash, static_cast<std::uint32_t>(entries_.size()));
        entries_.push_back({look.steps, image, look.part});
    }
}

void LookIndex::find_as_it_is(const Look& look, unsigned look_bits, std::vector<Hit>& hits) const {
    for (const auto group : kGroups) {
        if (!groups_may_meet(group_of(look.part), group)) continue;
        for (const auto& [id, distance] :
             by_phash_[static_cast<std::size_t>(group)].find_unturned(look.phash, look_bits)) {
            const auto& entry = entries_[id];
            if (!may_meet(look.part, entry.part)) continue;
            const auto steps = bits_apart(look.steps, entry.steps);
            if (steps > kAlikeSteps_bits || steps + distance > kAlikeBoth_bits) continue;
            hits.push_back({entry.image, distance});
        }
    }
}

std::vector<LookIndex::Hit> LookIndex::find(const std::vector<Look>& looks, unsigned look_bits) const {
    std::vector<Hit> hits;
    for (const auto& look : looks) {
        const auto phashes = turned(look.phash);
        const auto steps = turned(look.steps);
        for (std::size_t way = 0; way < phashes.size(); ++way) {
            find_as_it_is({look.part, phashes[way], steps[way]}, look_bits, hits);
        }
    }
    return joined(std::move(hits), {});
}

}  // namespace medal::imaging::similar
