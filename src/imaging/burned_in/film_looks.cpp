#include "imaging/burned_in/film_looks.h"

#include "base/error.h"
#include "imaging/film/index.h"
#include "imaging/film/reader.h"

#include <algorithm>
#include <cstdlib>

namespace medal::imaging::burned_in {
namespace {

/// Letters that identify are readable at this size.
constexpr std::size_t kLongest_px = 1920;
constexpr std::uint64_t kMostLooked_bytes = 192ULL << 20;
constexpr std::uint64_t kFewestEven = 6, kMostEven = 64, kMostScenes = 12;
/// A longer film is looked at by pictures that stand alone, if it has that many.
constexpr std::uint64_t kMostDecoded = 6'000, kFewestKeys = 24;
constexpr std::size_t kThumb_px = 32;
/// Mean difference of the samples of two thumbnails.
constexpr double kOtherScene = 20;

double difference(const picture::Raster& a, const picture::Raster& b) {
    if (a.samples.size() != b.samples.size() || a.samples.empty()) return 255;
    double sum = 0;
    for (std::size_t i = 0; i < a.samples.size(); ++i) sum += std::abs(a.samples[i] - b.samples[i]);
    return sum / static_cast<double>(a.samples.size());
}

std::uint64_t even_looks(const film::Reader& reader) {
    const auto longest = std::max<std::uint64_t>({reader.width(), reader.height(), 1});
    const auto scale = std::min(1.0, static_cast<double>(kLongest_px) / static_cast<double>(longest));
    const auto bytes = 3.0 * scale * scale * static_cast<double>(reader.width() * reader.height());
    const auto fit =
        static_cast<std::uint64_t>(static_cast<double>(kMostLooked_bytes) / std::max(bytes, 1.0));
    return std::clamp(fit * kMostEven / (kMostEven + kMostScenes), kFewestEven, kMostEven);
}

class Looking {
  public:
    explicit Looking(Bytes film)
        : index_(film::index_of(film)),
          pictures_(index_.pictures > kMostDecoded && !index_.times.empty() &&
                            index_.key_pictures >= kFewestKeys
                        ? film::Pictures::key
                        : film::Pictures::all),
          reader_(film, pictures_) {}

    FilmLooks run() {
        const auto all = pictures_ == film::Pictures::key ? index_.key_pictures : index_.pictures;
        const auto wanted = even_looks(reader_);
        const auto step = std::max<std::uint64_t>(1, (all + wanted - 1) / wanted);
        for (std::uint64_t i = 0; reader_.next(); ++i) {
            const bool is_even = i % step == 0 || i + 1 == all;
            const auto number = number_of(i);
            // A film that is longer than it says is looked at as far as it said.
            const bool has_room = looks_.looks.size() < wanted + kMostScenes + 1;
            if (has_room) consider(number, is_even);
            looks_.frames = number + 1;
        }
        if (looks_.looks.empty()) {
            throw base::Error{base::ErrorKind::invalid, "imaging.decode", "No picture of the film decodes."};
        }
        looks_.frames = std::max(looks_.frames, index_.pictures);
        return std::move(looks_);
    }

  private:
    std::uint64_t number_of(std::uint64_t decoded) const {
        const auto time = reader_.time();
        return pictures_ == film::Pictures::key && time ? index_.number_at(*time) : decoded;
    }

    void consider(std::uint64_t number, bool is_even) {
        auto thumb = reader_.picture(kThumb_px);
        const bool is_other = scenes_ < kMostScenes && difference(thumb, thumb_) > kOtherScene;
        if (!is_even && !is_other) return;
        if (!is_even) ++scenes_;
        thumb_ = std::move(thumb);
        looks_.looks.push_back({number, is_other, reader_.picture(kLongest_px)});
        const auto& picture = looks_.looks.back().picture;
        looks_.factor = static_cast<double>(std::max(reader_.width(), reader_.height())) /
                        static_cast<double>(std::max(picture.width, picture.height));
    }

    film::Index index_;
    film::Pictures pictures_;
    film::Reader reader_;
    FilmLooks looks_;
    picture::Raster thumb_;
    std::uint64_t scenes_ = 0;
};

}  // namespace

FilmLooks look_at_film(Bytes film) {
    return Looking{film}.run();
}

}  // namespace medal::imaging::burned_in
