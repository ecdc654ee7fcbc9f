#include "contribution/tile_cutter.h"

#include "base/error.h"

namespace medal::contribution {
namespace {

std::string name_of(const base::Sha256& hash, const imaging::viewing::TilePlace& place) {
    return hash.text() + '/' + std::to_string(place.level) + '/' + std::to_string(place.column) + '/' +
           std::to_string(place.row);
}

/// A place among those that are worked on.
class Admission {
  public:
    Admission(std::mutex& lock, unsigned& count) : lock_(lock), count_(count) {
        const std::lock_guard guard{lock_};
        if (count_ >= TileCutter::kMostAtOnce) {
            throw base::Error{base::ErrorKind::unavailable, "viewer.busy",
                              "Too many parts of large images are asked for at once; try again soon."};
        }
        ++count_;
    }
    ~Admission() {
        const std::lock_guard guard{lock_};
        --count_;
    }
    Admission(const Admission&) = delete;
    Admission& operator=(const Admission&) = delete;

  private:
    std::mutex& lock_;
    unsigned& count_;
};

}  // namespace

TileCutter::TileCutter(std::vector<std::filesystem::path> folders) : folders_(std::move(folders)) {}

TileCutter::~TileCutter() = default;

std::shared_ptr<const std::string> TileCutter::tile(const base::Sha256& hash,
                                                    const std::vector<std::filesystem::path>& files,
                                                    const imaging::viewing::TilePlace& place) {
    const auto name = name_of(hash, place);
    if (auto found = find(name)) return found;
    const Admission admission{lock_, at_once_};
    auto made = std::make_shared<const std::string>(crew().tile(files, place));
    keep(name, made);
    return made;
}

TileCutter::Tile TileCutter::find(const std::string& name) {
    const std::lock_guard guard{lock_};
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return nullptr;
    kept_.splice(kept_.begin(), kept_, found->second);
    return found->second->tile;
}

void TileCutter::keep(const std::string& name, const Tile& tile) {
    const std::lock_guard guard{lock_};
    if (by_name_.contains(name)) return;
    kept_.push_front({name, tile});
    by_name_.emplace(name, kept_.begin());
    kept_bytes_ += tile->size();
    while (kept_bytes_ > kKept_bytes) {
        kept_bytes_ -= kept_.back().tile->size();
        by_name_.erase(kept_.back().name);
        kept_.pop_back();
    }
}

imaging::worker::Crew& TileCutter::crew() {
    const std::lock_guard guard{lock_};
    if (!crew_) {
        crew_ = std::make_unique<imaging::worker::Crew>(
            imaging::worker::CrewOptions{.readable = folders_, .writable = {}, .workers = kWorkers});
    }
    return *crew_;
}

}  // namespace medal::contribution
