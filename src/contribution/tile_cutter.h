// Tiles of slides and large pictures, cut when they are asked for by sandboxed processes that stay, so that a
// slide of any size is never read as a whole. The last tiles stay in memory. Rights are asked elsewhere.
#pragma once

#include "base/hash.h"
#include "imaging/worker/crew.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace medal::contribution {

class TileCutter {
  public:
    static constexpr std::size_t kKept_bytes = std::size_t{128} << 20U;
    /// Beyond this a request is turned away: waiting ones hold the server's threads.
    static constexpr unsigned kMostAtOnce = 6;
    static constexpr unsigned kWorkers = 2;

    /// `folders`: where files may lie. Nothing is started before the first tile.
    explicit TileCutter(std::vector<std::filesystem::path> folders);
    ~TileCutter();

    /// A JPEG of the file, or of the instances of one slide, whose hash this is. Throws
    /// base::Error{unavailable, "viewer.busy"} and what imaging::viewing::Slide throws. From any thread.
    std::shared_ptr<const std::string> tile(const base::Sha256& hash,
                                            const std::vector<std::filesystem::path>& files,
                                            const imaging::viewing::TilePlace& place);

  private:
    using Tile = std::shared_ptr<const std::string>;
    struct Kept {
        std::string name;
        Tile tile;
    };

    Tile find(const std::string& name);
    void keep(const std::string& name, const Tile& tile);
    imaging::worker::Crew& crew();

    std::vector<std::filesystem::path> folders_;
    std::mutex lock_;
    std::unique_ptr<imaging::worker::Crew> crew_;
    /// Newest first.
    std::list<Kept> kept_;
    std::map<std::string, std::list<Kept>::iterator, std::less<>> by_name_;
    std::size_t kept_bytes_ = 0;
    unsigned at_once_ = 0;
};

}  // namespace medal::contribution
