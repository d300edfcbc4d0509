import { valueAt } from './configuration.ts';
import type { SiteSettings } from './convention.ts';
import { folderOf, join, stemOf } from './paths.ts';
import type { PictureForm } from './picture-forms.ts';
import { isBundle, type PictureHabit } from './picture-habits.ts';
import { altMark, markdownWrapper, targetMark } from './picture-uses.ts';

/**
 * Where the convention has a post's pictures, where no neighbour shows it: the first of these folders that is there,
 * else the last.
 *
 * @param post relative to the root
 */
export function usualPictures(post: string, settings: SiteSettings): PictureHabit[] {
  const own = isBundle(post);
  const inSite = (folder: string) => join(settings.folder, folder);
  const habit = (folder: string, form: PictureForm): PictureHabit => ({
    folder,
    form,
    wrapper: markdownWrapper,
  });
  const beside = (form: PictureForm) => [habit(folderOf(post), form)];
  const served = (folders: readonly string[], form: PictureForm = 'root') =>
    folders.map((folder) => habit(inSite(folder), form));

  switch (settings.convention) {
    case 'jekyll': {
      const base = valueAt(settings.data, 'baseurl');
      const hasBase = typeof base === 'string' && base.replaceAll('/', '') !== '';
      const folders = ['assets/img', 'images', 'img', 'assets', 'assets/images'];
      return served(['assets/images', ...folders], hasBase ? 'relative-url' : 'root');
    }
    case 'hugo':
      return own ? beside('relative') : served(below(settings.staticFolders[0] ?? 'static'));
    case 'zola':
      return own ? beside('relative') : served(below('static'));
    case 'hexo': {
      const source = settings.content[0]?.folder ?? 'source';
      if (valueAt(settings.data, 'post_asset_folder') !== true) return served(below(source));
      const folder = join(folderOf(post), stemOf(post));
      const isMarked = valueAt(settings.data, 'marked.postAsset') === true;
      const wrapper = isMarked ? markdownWrapper : `{% asset_img ${targetMark} ${altMark} %}`;
      return [{ folder, form: 'own-folder', wrapper }];
    }
    case 'astro':
      if (own) return beside('dotted');
      return [
        ...served(['src/assets/images', 'src/assets/img', 'src/assets', 'src/images'], 'relative'),
        ...served(['public/images', 'public/img', 'public/assets']),
        ...served(['src/assets'], 'relative'),
      ];
    case 'docusaurus':
    case 'gatsby':
      return beside('dotted');
    case 'next':
      return served(below('public'));
    case 'vitepress':
      return served(below(settings.staticFolders[0] ?? 'public'));
    case 'eleventy': {
      const input = settings.content[0]?.folder ?? '.';
      return served([...below(input), ...below('public'), join(input, 'images')]);
    }
    case 'galley':
      return served(['assets']);
    case 'plain':
      return [
        ...served(['images', 'img', 'assets', 'static/images', 'static', 'public'], 'relative'),
        habit(join(folderOf(post), 'images'), 'relative'),
      ];
  }
}

/** Folders of pictures within a folder that is served; the first is made where none is there. */
function below(folder: string): string[] {
  const names = ['images', 'img', 'image', 'assets', 'uploads', 'media', 'images'];
  return names.map((name) => join(folder, name));
}
