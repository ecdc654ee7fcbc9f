#include "imaging/deid/slide_sets.h"

#include "base/text.h"
#include "imaging/slide_set/view.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

/// Where a file stands: in its archive, or on the disk.
std::string place_of(const BatchInput& input) {
    if (input.is_member) return input.tree + "/" + input.place;
    std::error_code failed;
    const auto path = fs::absolute(input.file, failed);
    return failed ? input.file.string() : path.lexically_normal().string();
}

std::string folder_of(const std::string& place) {
    return place.substr(0, place.rfind('/'));
}

class Sets {
  public:
    explicit Sets(std::vector<BatchInput>& inputs) : inputs_(inputs) {
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            places_.push_back(place_of(inputs_[i]));
            exact_.emplace(places_.back(), i);
            folded_.emplace(base::lower_ascii(places_.back()), i);
        }
    }

    void join() {
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            const auto& list = inputs_[i];
            if (list.collected.slide_parts && !list.refused) join_parts(i, *list.collected.slide_parts);
        }
    }

  private:
    /// A part is a picture or nothing that is known: other files are not lost because a list names them.
    bool can_be_part(std::size_t i) const {
        const auto kind = inputs_[i].collected.kind;
        return !inputs_[i].part_of && !inputs_[i].refused &&
               (kind == FileKind::unknown || kind == FileKind::jpeg || kind == FileKind::png);
    }

    std::optional<std::size_t> find(const std::string& place) const {
        // Scanners run on systems that do not tell capitals from small letters.
        for (const auto* places : {&exact_, &folded_}) {
            const auto found = places->find(places == &exact_ ? place : base::lower_ascii(place));
            if (found != places->end() && can_be_part(found->second)) return found->second;
        }
        return std::nullopt;
    }

    void join_parts(std::size_t list, const SlideParts& parts) {
        const auto folder = folder_of(places_[list]);
        const auto& names = parts.names.reveal_identifier();
        for (std::size_t k = 0; k < names.size(); ++k) {
            const auto part = find(folder + "/" + names[k]);
            inputs_[list].parts.push_back(part ? inputs_[*part].file : fs::path{});
            if (part) inputs_[*part].part_of = list;
            if (part || !slide_set::is_needed(parts.roles[k]) || inputs_[list].refused) continue;
            inputs_[list].refused =
                refusal("slide.part_missing", slide_set::describe_missing(parts.kind, parts.roles[k]));
        }
        if (parts.kind != slide_set::SetKind::mirax) return;
        // A picture of the whole glass, which OpenSlide only wants to be there.
        const auto preview = find(folder + ".mrxs");
        if (preview) inputs_[*preview].part_of = list;
    }

    std::vector<BatchInput>& inputs_;
    std::vector<std::string> places_;
    std::map<std::string, std::size_t> exact_;
    std::map<std::string, std::size_t> folded_;
};

}  // namespace

void join_slide_sets(std::vector<BatchInput>& inputs) {
    const bool has_any = std::any_of(inputs.begin(), inputs.end(), [](const BatchInput& input) {
        return input.collected.slide_parts.has_value();
    });
    if (has_any) Sets{inputs}.join();
}

}  // namespace medal::imaging::deid
